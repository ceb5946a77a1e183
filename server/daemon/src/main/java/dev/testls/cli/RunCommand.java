package dev.testls.cli;

import dev.testls.engine.RunRequest;
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

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "One JSON event a line, into FILE; - is standard output.")
    private @Nullable String json;

    @Option(names = "--junit-xml", paramLabel = "DIR", description = "Reports as Maven Surefire writes them, into DIR.")
    private @Nullable Path xml;

    @Option(names = {"-w", "--watch"}, description = "Goes on with what each save affects, until it is told to stop.")
    private boolean watch;

    RunCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() throws IOException {
        RunRequest all = options.request(context.call(), directory());
        RunRequest request = affected || since != null ? all.onlyAffected(Optional.ofNullable(since)) : all;
        if (watch && xml != null) throw new ParameterException(commandSpec.commandLine(), "--junit-xml tells of one run, and --watch goes on: leave out one of them");
        if (watch) return WatchSession.watch(context, directory(), request, output, Optional.ofNullable(json));
        try (Session session = Session.open(context, directory(), output, Optional.ofNullable(json), Optional.ofNullable(xml))) {
            RunSummary summary = context.daemon().engine().run(context.cancel(), request, session);
            session.finish();
            return summary.exitCode().value();
        }
    }
}
