package dev.testls.cli;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tls watch}, which is {@code tls run --watch}. */
@Command(name = "watch", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs what each save affects, until it is told to stop.",
        footer = {"", "Examples:",
            "  tls watch                 everything that changes affect; ? tells the keys",
            "  tls watch :core           of one module",
            "  tls watch --timing        also where the time goes from each save to its results"})
final class WatchCommand extends TlsCommand.Subcommand {
    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "One JSON event a line, into FILE; - is standard output.")
    private @Nullable String json;

    @Override
    public Integer call() throws IOException {
        return WatchSession.watch(context, directory(), options.request(context.call(), directory()), output, Optional.ofNullable(json));
    }
}
