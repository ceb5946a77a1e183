package dev.testls.cli;

import dev.testls.base.Cancel;
import dev.testls.run.ExitCode;
import dev.testls.select.BadExpression;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of {@code tls}. */
public final class TlsCommandLine implements CommandLine {
    private static final Logger LOG = LoggerFactory.getLogger(TlsCommandLine.class);

    private final Host daemon;

    public TlsCommandLine(Host daemon) {
        this.daemon = daemon;
    }

    @Override
    public int execute(Cancel cancel, Call call, Console console) {
        try (PrintWriter out = writer(console::out); PrintWriter err = writer(console::err)) {
            picocli.CommandLine line = commands(call.arguments(), new Commands(new Context(daemon, cancel, call, console)))
                    .setOut(out).setErr(err)
                    .setColorScheme(picocli.CommandLine.Help.defaultColorScheme(call.color() ? Ansi.ON : Ansi.OFF))
                    .setUsageHelpWidth(call.columns() >= 60 ? Math.min(call.columns(), 110) : 100)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler((e, arguments) -> misused(e, err))
                    .setExecutionExceptionHandler((e, command, result) -> failed(cancel, e, err));
            return line.execute(call.arguments().toArray(String[]::new));
        }
    }

    /** The command that is called, where that is plain; making picocli's model of all of them would take most of a short call's time. */
    private static picocli.CommandLine commands(List<String> arguments, IFactory factory) {
        picocli.CommandLine line = new picocli.CommandLine(new TlsCommand(), factory);
        Map<String, Class<?>> all = TlsCommand.SUBCOMMANDS;
        String called = arguments.isEmpty() ? "" : arguments.get(0);
        boolean plain = all.containsKey(called) && all.get(called) != HelpCommand.class;
        (plain ? Map.<String, Class<?>>of(called, all.get(called)) : all).forEach((name, type) -> line.addSubcommand(name, new picocli.CommandLine(type, factory)));
        return line;
    }

    private static int misused(ParameterException e, PrintWriter err) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println("tls: " + e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) err.println("Try '" + command + " --help'.");
        return ExitCode.USAGE.value();
    }

    private int failed(Cancel cancel, Exception e, PrintWriter err) {
        if (e instanceof BadExpression) {
            err.println("tls: " + e.getMessage());
            return ExitCode.USAGE.value();
        }
        if (e instanceof CancellationException || cancel.requested()) return ExitCode.INTERRUPTED.value();
        LOG.error("a command failed", e);
        String what = e instanceof UncheckedIOException io ? io.getCause().getMessage() : e.toString();
        err.println("tls: internal error: " + what + "\ntls: the log tells more: " + daemon.logFile());
        return ExitCode.INTERNAL_ERROR.value();
    }

    private static PrintWriter writer(Consumer<String> sink) {
        return new PrintWriter(new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) {
                if (length > 0) sink.accept(new String(chars, offset, length));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    /** Hands each command what it needs; picocli makes everything else itself. */
    private record Commands(Context context) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (!TlsCommand.Subcommand.class.isAssignableFrom(type)) return picocli.CommandLine.defaultFactory().create(type);
            return type.cast(type.getDeclaredConstructor(Context.class).newInstance(context));
        }
    }
}
