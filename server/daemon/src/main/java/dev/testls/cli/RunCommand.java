package dev.testls.cli;

import dev.testls.engine.RunRequest;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSettings;
import dev.testls.run.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tls run}. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Compiles what changed and runs tests.",
        footer = {"", "Examples:",
            "  tls run                               what 'mvn test' would run",
            "  tls run FooTest                       a class",
            "  tls run 'FooTest#adds+sub*'           some of its methods",
            "  tls run src/test/java/a/FooTest.java:42",
            "  tls run :core -t 'fast & !db' -x      a module's fast tests, to the first failure",
            "  tls run --affected                    what changed since it last ran can have changed",
            "  tls run --affected --since main       also all that differs from a branch concerns",
            "  tls run --lf                          what failed last time",
            "  tls run --debug FooTest#adds          waits for a debugger, and tells where",
            "  tls run --coverage :core              which code a module's tests execute",
            "  tls run --json - | jq .               for machines"})
final class RunCommand extends TlsCommand.Subcommand {
    @Spec
    private CommandSpec commandSpec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--affected", description = "Only tests that what changed since they last ran can have changed.")
    private boolean affected;

    @Option(names = "--since", paramLabel = "REV", description = "With the affected ones also those that what differs from this git revision concerns.")
    private @Nullable String since;

    @Option(names = "--debug", description = "Has a new JVM wait for a debugger and tells its port; no test is then too slow.")
    private boolean debug;

    @Option(names = "--coverage", description = "Also which code the tests execute: a table (-v: each file), and JaCoCo's HTML and XML reports.")
    private boolean coverage;

    @Option(names = "--coverage-report", paramLabel = "DIR", description = "Puts these reports there; otherwise they stay with the daemon's state.")
    private @Nullable Path coverageReport;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "One JSON event a line, into FILE; - is standard output.")
    private @Nullable String json;

    @Option(names = "--junit-xml", paramLabel = "DIR", description = "Reports as Maven Surefire writes them, into DIR.")
    private @Nullable Path xml;

    @Option(names = {"-w", "--watch"}, description = "Goes on with what each save affects, until it is told to stop.")
    private boolean watch;

    private Optional<IOException> unwritten = Optional.empty();

    @Override
    public Integer call() throws IOException {
        RunRequest all = options.request(context.call(), directory());
        RunRequest request = affected || since != null ? all.onlyAffected(Optional.ofNullable(since)) : all;
        if (debug && counts()) throw misused("--debug and --coverage: one of them, please");
        if (watch && (debug || counts())) throw misused((debug ? "--debug" : "--coverage") + " tells of one run, and --watch goes on: leave out one of them");
        if (watch && xml != null) throw misused("--junit-xml tells of one run, and --watch goes on: leave out one of them");
        if (watch) return WatchSession.watch(context, directory(), request, output, Optional.ofNullable(json));
        try (Session session = Session.open(context, directory(), output, Optional.ofNullable(json), Optional.ofNullable(xml))) {
            RunSummary summary = context.daemon().engine().run(context.cancel(), request.with(settings(request.settings())), event -> told(request, event, session),
                    context.console()::afterwards);
            session.finish();
            if (unwritten.isPresent()) throw unwritten.get();
            return summary.exitCode().value();
        }
    }

    private boolean counts() {
        return coverage || coverageReport != null;
    }

    private RunSettings settings(RunSettings asked) {
        return debug ? asked.debugging() : counts() ? asked.covering() : asked;
    }

    /** Coverage is known by then, and the end is not told yet. */
    private void told(RunRequest request, RunEvent event, Session session) {
        session.accept(event);
        if (!(event instanceof RunEvent.CoverageFound)) return;
        Path reports = coverageReport == null ? context.daemon().stateDirectory().resolve("coverage") : directory().resolve(coverageReport);
        session.accept(new RunEvent.PhaseStarted("writing the coverage report"));
        try {
            context.daemon().engine().writeCoverage(request.run(), reports);
            session.accept(new RunEvent.Notice("coverage report: " + reports.resolve("index.html")));
        } catch (IOException e) {
            unwritten = Optional.of(new IOException("cannot write the coverage report: " + e, e));
        }
    }

    private ParameterException misused(String message) {
        return new ParameterException(commandSpec.commandLine(), message);
    }
}
