package dev.testls.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tls logs}. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "The end of the daemon's log.",
        footer = {"", "To follow it:  tail -f \"$(tls logs --path)\""})
final class LogsCommand extends TlsCommand.Subcommand {
    @Option(names = "-n", paramLabel = "LINES", defaultValue = "100", description = "How many lines; 100 when not given.")
    private int lines;

    @Option(names = "--path", description = "Only the name of the log file.")
    private boolean path;

    @Override
    public Integer call() throws IOException {
        if (path) {
            context.console().out(context.daemon().logFile() + "\n");
            return 0;
        }
        List<String> all;
        try {
            all = new String(Files.readAllBytes(context.daemon().logFile()), StandardCharsets.UTF_8).lines().toList();
        } catch (NoSuchFileException e) {
            all = List.of();
        }
        all.stream().skip(Math.max(0, all.size() - Math.max(0, lines))).forEach(line -> context.console().out(line + "\n"));
        return 0;
    }
}
