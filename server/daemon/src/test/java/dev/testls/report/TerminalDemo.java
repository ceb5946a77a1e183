package dev.testls.report;

import dev.testls.base.Ticker;
import dev.testls.model.Outcome;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.report.TerminalOptions.Redraw;
import dev.testls.report.TerminalOptions.TraceStyle;
import dev.testls.report.TerminalOptions.Verbosity;
import dev.testls.run.RunEvent;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Replays an invented run into the terminal it is started in, to look at:
 * {@code TerminalDemo [plain] [verbose] [fast]}. It stands in for a real run's pace, so it alone may wait for time.
 */
final class TerminalDemo {
    private static final long TICK_NANOS = 50_000_000;
    private static final int WORKERS = 3;

    private TerminalDemo() {}

    public static void main(String[] arguments) {
        List<String> flags = List.of(arguments);
        String columns = System.getenv().getOrDefault("COLUMNS", "100");
        TerminalOptions options = new TerminalOptions(
                flags.contains("plain") ? Redraw.NEVER : Redraw.LIVE, flags.contains("plain") ? Color.NONE : Color.ANSI,
                Integer.parseInt(columns), flags.contains("verbose") ? Verbosity.VERBOSE : Verbosity.NORMAL,
                TraceStyle.SHORT, TerminalOptions.Timing.HIDDEN, 3, Path.of("/shop"));
        TerminalReport report = new TerminalReport(options, Ticker.system(), SourceLookup.none(), new ReportSink() {
            @Override
            public void out(String text) {
                System.out.print(text);
                System.out.flush();
            }

            @Override
            public void err(String text) {
                System.err.print(text);
                System.err.flush();
            }
        });
        for (RunEvent event : script()) {
            report.accept(event);
            int ticks = flags.contains("fast") ? 0 : event instanceof RunEvent.TestStarted ? 3 : 1;
            for (int i = 0; i < ticks; i++) {
                LockSupport.parkNanos(TICK_NANOS);
                report.tick();
            }
        }
    }

    private static List<RunEvent> script() {
        List<RunEvent> script = new ArrayList<>(List.of(
                new RunEvent.PhaseStarted("reading the build"), new RunEvent.PhaseStarted("compiling 3 files"),
                Events.compiled(Events.error("/shop/src/main/java/a/Adder.java", 3, 14, 3, "cannot find symbol",
                        "\tint x = 1 + foo;")),
                Events.started(12, 60)));
        Deque<Integer> running = new ArrayDeque<>();
        for (int i = 0; i < 60 + WORKERS; i++) {
            if (i < 60) {
                script.add(Events.begins(name(i)));
                running.add(i);
            }
            if (running.size() < WORKERS && i < 60) continue;
            int done = running.remove();
            script.add(ends(done));
            if (done % 5 == 4) script.add(Events.classEnds("shop.cart.Cart" + done / 5 + "Test", 1200));
            if (running.isEmpty()) break;
        }
        script.add(new RunEvent.Notice("shop.cart.Cart3Test fails only in a reused JVM: from now on in fresh ones"));
        script.add(Events.ends(56, 2, 1, 1, 9_870));
        return script;
    }

    private static RunEvent ends(int test) {
        String name = name(test);
        if (test == 17) return Events.failed(name, 312, Events.notEqual("[apple, pear, plum]", "[apple, peach, plum]"));
        if (test == 29) return Events.failed(name, 12, Events.notEqual("{\n  a: 1\n  b: 2\n}", "{\n  a: 1\n  b: 3\n}"));
        if (test == 31) return Events.skipped(name, "needs the network");
        if (test == 41) {
            return Events.red(name, Outcome.ERROR, 45, Events.thrown("java.lang.IllegalStateException", "no stock",
                    "java.lang.IllegalStateException: no stock\n\tat shop.Stock.take(Stock.java:9)\n"
                            + "\tat shop.cart.Cart8Test.test1(Cart8Test.java:15)\n"
                            + "\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)\n"
                            + "Caused by: java.io.IOException: locked\n\tat shop.Stock.open(Stock.java:3)\n"
                            + "\t... 70 more\n"),
                    "took 1 \u001b[33mapple\u001b[0m\n\u001b[2Jtried to clear the screen\n", "");
        }
        return Events.passed(name, 10 + test * 7 % 300);
    }

    private static String name(int test) {
        return "shop.cart.Cart" + test / 5 + "Test > test" + test % 5 + "()";
    }
}
