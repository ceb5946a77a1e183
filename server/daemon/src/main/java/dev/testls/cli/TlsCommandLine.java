package dev.testls.cli;

import dev.testls.base.Cancel;
import dev.testls.base.FullDisk;
import dev.testls.run.ExitCode;
import dev.testls.select.BadExpression;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of {@code tls}. */
public final class TlsCommandLine implements CommandLine {
    private static final Logger LOG = LoggerFactory.getLogger(TlsCommandLine.class);

    /** Called most, and over soonest. */
    private static final List<String> MADE_AHEAD = List.of("run");

    private final Host daemon;
    /** Making picocli's model takes a good part of a short call's time, so that of the next call is made while nobody waits. */
    private final AtomicReference<CompletableFuture<picocli.CommandLine>> ahead = new AtomicReference<>(makeAhead());

    public TlsCommandLine(Host daemon) {
        this.daemon = daemon;
    }

    private static CompletableFuture<picocli.CommandLine> makeAhead() {
        return CompletableFuture.supplyAsync(() -> model(MADE_AHEAD));
    }

    static picocli.CommandLine model(List<String> names) {
        picocli.CommandLine line = new picocli.CommandLine(new TlsCommand());
        for (String name : names) line.addSubcommand(name, new picocli.CommandLine(TlsCommand.SUBCOMMANDS.get(name)));
        return line;
    }

    @Override
    public int execute(Cancel cancel, Call call, Console console) {
        List<String> called = called(call.arguments());
        CompletableFuture<picocli.CommandLine> ready = called.equals(MADE_AHEAD) ? ahead.getAndSet(null) : null;
        picocli.CommandLine line = ready == null ? model(called) : ready.join();
        Context context = new Context(daemon, cancel, call, console);
        try (PrintWriter out = writer(console::out); PrintWriter err = writer(console::err)) {
            return dressed(line, call, out, err)
                    .setExecutionExceptionHandler((e, command, result) -> failed(cancel, e, err))
                    .setExecutionStrategy(parsed -> run(parsed, context))
                    .execute(call.arguments().toArray(String[]::new));
        } finally {
            if (ready != null) console.afterwards(() -> ahead.set(makeAhead()));
        }
    }

    /** The model, as it speaks to this caller. */
    static picocli.CommandLine dressed(picocli.CommandLine line, Call call, PrintWriter out, PrintWriter err) {
        return line
                .setOut(out).setErr(err)
                .setColorScheme(picocli.CommandLine.Help.defaultColorScheme(call.color() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(call.columns() >= 60 ? Math.min(call.columns(), 110) : 100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> misused(e, err));
    }

    /** The command that is called, where that is plain, or else all there are. */
    static List<String> called(List<String> arguments) {
        Map<String, Class<?>> all = TlsCommand.SUBCOMMANDS;
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        return all.containsKey(first) && all.get(first) != HelpCommand.class ? List.of(first) : List.copyOf(all.keySet());
    }

    private static int run(ParseResult parsed, Context context) {
        for (picocli.CommandLine each : parsed.asCommandLineList()) {
            if (each.getCommand() instanceof TlsCommand.Subcommand it) it.context = context;
        }
        return new RunLast().execute(parsed);
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
        Optional<String> full = FullDisk.in(e);
        if (full.isPresent()) {
            err.println("tls: " + full.get());
            return ExitCode.INTERNAL_ERROR.value();
        }
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
}
