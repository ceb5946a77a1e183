package dev.testls.cli;

import dev.testls.project.BuildProblem;
import dev.testls.run.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Command lines that need no daemon: those that ask for help, that say something wrong about it, and all where there is no build.
 *
 * <p>Whoever is about to become a daemon asks here first, so that none is started for these.
 */
public final class Unattended {
    private static final int NEEDS_DAEMON = -1;

    private Unattended() {}

    /**
     * The answer; empty where a daemon is needed.
     *
     * @param noBuild what is said of the workspace where it holds no build
     */
    public static Optional<Answer> answer(Call call, Optional<BuildProblem> noBuild) {
        if (noBuild.isEmpty() && !mayAskForHelp(call.arguments())) return Optional.empty();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (PrintWriter toOut = new PrintWriter(out); PrintWriter toErr = new PrintWriter(err)) {
            int exitCode = TlsCommandLine.dressed(TlsCommandLine.model(TlsCommandLine.called(call.arguments())), call, toOut, toErr)
                    .setExecutionStrategy(parsed -> run(parsed, noBuild, toErr))
                    .execute(call.arguments().toArray(String[]::new));
            return exitCode == NEEDS_DAEMON ? Optional.empty() : Optional.of(new Answer(exitCode, out.toString(), err.toString()));
        }
    }

    /** Reading options takes a good part of a second in a JVM that has just started, which all others would wait for. */
    private static boolean mayAskForHelp(List<String> arguments) {
        return arguments.isEmpty() || !TlsCommand.SUBCOMMANDS.containsKey(arguments.get(0)) || arguments.get(0).equals("help")
                || arguments.stream().anyMatch(it -> it.equals("--help") || it.equals("--version") || it.matches("-[^-].*") && it.matches(".*[hV].*"));
    }

    private static int run(ParseResult parsed, Optional<BuildProblem> noBuild, PrintWriter err) {
        Integer helped = picocli.CommandLine.executeHelpRequest(parsed);
        if (helped != null) return helped;
        List<picocli.CommandLine> lines = parsed.asCommandLineList();
        Object command = lines.get(lines.size() - 1).getCommand();
        if (command instanceof TlsCommand || command instanceof HelpCommand) return new RunLast().execute(parsed);
        if (noBuild.isEmpty()) return NEEDS_DAEMON;
        err.println("tls: " + noBuild.get().message() + (noBuild.get().hint().isEmpty() ? "" : "\ntls: " + noBuild.get().hint()));
        return ExitCode.BUILD_FAILED.value();
    }

    /** What a command line's process writes, and exits with. */
    public record Answer(int exitCode, String out, String err) {}
}
