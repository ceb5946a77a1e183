package dev.testls.cli;

import dev.testls.engine.RunRequest;
import dev.testls.engine.Verified;
import dev.testls.engine.World;
import dev.testls.model.TestTree;
import dev.testls.report.ListReport;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.run.ExitCode;
import dev.testls.run.RunEvent;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tls list}. */
@Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, description = "Prints the tests, as source tells them.",
        footer = {"", "Examples:", "  tls list", "  tls list :core -t fast", "  tls list --json | jq .", "  tls list --verify   compares with what the test engines themselves discover"})
final class ListCommand extends TlsCommand.Subcommand {
    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Option(names = "--verify", description = "Compares with the JUnit Platform's own discovery and prints every difference.")
    private boolean verify;

    @Override
    public Integer call() {
        RunRequest request = options.request(context.call(), directory());
        Consumer<RunEvent> listener = notices();
        if (verify) return verify(request, listener);
        World world = context.daemon().engine().list(context.cancel(), request, listener);
        if (world.project().isEmpty()) return ExitCode.BUILD_FAILED.value();
        TestTree chosen = context.daemon().engine().chosen(world, request);
        String text = json ? ListReport.json(chosen) : ListReport.text(chosen, context.call().color() ? Color.ANSI : Color.NONE);
        context.console().out(text);
        return isMissing(world, request) || chosen.testCount() == 0 ? ExitCode.NOTHING_SELECTED.value() : ExitCode.PASSED.value();
    }

    private int verify(RunRequest request, Consumer<RunEvent> listener) {
        Verified verified = context.daemon().engine().verify(context.cancel(), request, listener);
        List<String> differences = verified.differences();
        World world = context.daemon().engine().world();
        if (world.project().isEmpty()) return ExitCode.BUILD_FAILED.value();
        differences.forEach(line -> context.console().out(line + "\n"));
        if (differences.isEmpty() && isMissing(world, request)) return ExitCode.NOTHING_SELECTED.value();
        context.console().out(differences.isEmpty() ? "source and engines agree on " + verified.tests() + " tests\n" : differences.size() + " differences\n");
        return (differences.isEmpty() ? ExitCode.PASSED : ExitCode.TESTS_FAILED).value();
    }
}
