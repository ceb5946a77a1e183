package dev.testls.cli;

import dev.testls.engine.RunRequest;
import dev.testls.engine.World;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code tls}: the list of commands, and the one option that all of them have. */
@Command(name = "tls", mixinStandardHelpOptions = true, versionProvider = VersionCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs tests of JVM projects in JVMs that are already warm.",
        footer = {"", "Examples:",
            "  tls run                       what 'mvn test' would run",
            "  tls run FooTest#adds          one method",
            "  tls run -C ../other -k slow   another project's tests with 'slow' in their names",
            "  tls watch                     what each save affects",
            "  tls list                      every test there is",
            "", "Exit codes: 0 passed, 1 tests failed, 2 the project does not build, 3 internal error or no JVM, 4 usage,",
            "5 nothing was selected to run, 130 interrupted."})
final class TlsCommand implements Callable<Integer> {
    /** By name, as the list of commands shows them. */
    static final Map<String, Class<?>> SUBCOMMANDS = subcommands(RunCommand.class, WatchCommand.class, AffectedCommand.class, WhyCommand.class, ListCommand.class,
            StatusCommand.class, StopCommand.class, DoctorCommand.class, LogsCommand.class, LspCommand.class, VersionCommand.class, HelpCommand.class);

    @Option(names = "-C", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "As if tls had been started in DIR.")
    private Path directory = Path.of("");

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }

    private static Map<String, Class<?>> subcommands(Class<?>... types) {
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        for (Class<?> type : types) byName.put(type.getAnnotation(Command.class).name(), type);
        return Collections.unmodifiableMap(byName);
    }

    /** A command that is given a {@link Context} before it is called. */
    abstract static class Subcommand implements Callable<Integer> {
        Context context;

        @picocli.CommandLine.ParentCommand
        private TlsCommand parent;

        /** Where relative paths start: the caller's directory, or that of {@code -C}. */
        final Path directory() {
            return context.call().workingDirectory().resolve(parent.directory).normalize();
        }

        /** What people should know while the command works. */
        final Notices notices() {
            return new Notices(context.console(), context.call().errorTerminal(), Optional.of(context.call().workingDirectory()));
        }

        /** Whether there is nothing of what is asked for, or of a part of it; says so. */
        final boolean isMissing(World world, RunRequest request) {
            Optional<String> missing = context.daemon().engine().missing(world, request);
            missing.ifPresent(it -> context.console().err("tls: " + it + "\n"));
            return missing.isPresent();
        }
    }
}
