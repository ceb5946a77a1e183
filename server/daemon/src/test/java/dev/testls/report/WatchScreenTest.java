package dev.testls.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.ManualTicker;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.report.TerminalOptions.Redraw;
import dev.testls.report.TerminalOptions.Timing;
import dev.testls.report.TerminalOptions.TraceStyle;
import dev.testls.report.TerminalOptions.Verbosity;
import dev.testls.run.RunEvent;
import java.nio.file.Path;
import net.jqwik.api.Example;

class WatchScreenTest {
    private static final Path BASE = Path.of("/shop");

    private final Screen seen = new Screen(60);
    private final ManualTicker ticker = new ManualTicker();
    private final WatchScreen screen = new WatchScreen(
            new TerminalOptions(Redraw.LIVE, Color.ANSI, 60, Verbosity.NORMAL, TraceStyle.SHORT, Timing.HIDDEN, 0, BASE), ticker,
            SourceLookup.none(), sink());

    @Example
    void roundsAreToldOneBelowTheOtherAndTheLastLineTellsHowAllStands() {
        screen.hint("? keys");
        screen.phase("Reading the build (for the first time)");
        sees("Reading the build (for the first time)   ? keys");
        round("what changed since it last ran", 2);
        stands(0, 0);
        sees("""

                ▶ what changed since it last ran
                == 2 passed in 0.10 s ==
                none red of 48 tests   waiting for a change   ? keys""");
        round("Money.java changed", 1);
        stands(1, 3);
        sees("""

                ▶ what changed since it last ran
                == 2 passed in 0.10 s ==

                ▶ Money.java changed
                == 1 passed in 0.10 s ==
                1 red, 3 not run of 48 tests   waiting for a change   ? ke…""");
        screen.ends("stopped after 2 rounds");
        sees("""

                ▶ what changed since it last ran
                == 2 passed in 0.10 s ==

                ▶ Money.java changed
                == 1 passed in 0.10 s ==
                stopped after 2 rounds""");
    }

    @Example
    void whatWaitsForAnAnswerIsBounded() {
        StringBuilder shown = new StringBuilder();
        WatchScreen asking = new WatchScreen(
                new TerminalOptions(Redraw.NEVER, Color.NONE, 60, Verbosity.NORMAL, TraceStyle.SHORT, Timing.HIDDEN, 0, BASE), ticker,
                SourceLookup.none(), new ReportSink() {
                    @Override
                    public void out(String text) {
                        shown.append(text);
                    }

                    @Override
                    public void err(String text) {}
                });
        asking.ask("name: ", "");
        for (int i = 0; i < 3; i++) asking.tell("x".repeat(1 << 19));
        asking.askedNoMore();
        assertThat(shown.toString()).endsWith("x\n[tls: 524,288 characters were left out]\n").hasSizeLessThan((1 << 20) + 100);
    }

    @Example
    void whatIsAskedStaysBelowAndAllElseWaits() {
        stands(0, 0);
        screen.ask("name: ", "");
        screen.ask("name: ", "add");
        sees("""
                none red of 48 tests   waiting for a change
                name: add""");
        round("Money.java changed", 1);
        stands(1, 0);
        sees("""
                none red of 48 tests   waiting for a change
                name: add""");
        screen.askedNoMore();
        sees("""

                ▶ Money.java changed
                == 1 passed in 0.10 s ==
                1 red of 48 tests   waiting for a change""");
    }

    @Example
    void whatIsAskedWhileTestsRunStandsBelowTheirProgress() {
        screen.roundBegins("all tests");
        screen.accept(Events.started(1, 2));
        screen.accept(Events.begins("a.b.FooTest > adds()"));
        String running = seen.text();
        screen.ask("name: ", "x");
        sees(running + "\nname: x");
        screen.accept(Events.passed("a.b.FooTest > adds()", 5));
        screen.askedNoMore();
        screen.accept(Events.ends(1, 0, 0, 0, 100));
        stands(0, 0);
        sees("""

                ▶ all tests
                == 1 passed in 0.10 s ==
                none red of 48 tests   waiting for a change""");
    }

    @Example
    void linesThatSomebodyAskedForStandAboveTheProgress() {
        screen.roundBegins("all tests");
        screen.accept(Events.started(1, 2));
        screen.tell("  a  all tests\n");
        assertThat(seen.text()).startsWith("\n▶ all tests\n  a  all tests\n").contains("0/2");
    }

    @Example
    void aPipeGetsPlainLines() {
        StringBuilder out = new StringBuilder();
        WatchScreen plain = new WatchScreen(TerminalOptions.plain(BASE), ticker, SourceLookup.none(), new ReportSink() {
            @Override
            public void out(String text) {
                out.append(text);
            }

            @Override
            public void err(String text) {
                out.append(text);
            }
        });
        plain.phase("Reading the build");
        plain.roundBegins("Money.java changed");
        plain.accept(Events.started(1, 1));
        plain.accept(Events.passed("a.b.FooTest > adds()", 5));
        plain.accept(Events.classEnds("a.b.FooTest", 20));
        plain.accept(Events.ends(1, 0, 0, 0, 100));
        plain.stands(new RunEvent.StatusChanged(1, 0, 0, 48, false));
        assertThat(out.toString()).isEqualTo("""

                ▶ Money.java changed
                a.b.FooTest  1 passed  20 ms
                == 1 passed in 0.10 s ==
                1 red of 48 tests   waiting for a change
                """);
    }

    private void round(String title, int passed) {
        screen.roundBegins(title);
        screen.stands(new RunEvent.StatusChanged(0, 0, 0, 48, true));
        screen.accept(Events.started(1, passed));
        screen.accept(Events.ends(passed, 0, 0, 0, 100));
    }

    private void stands(int red, int stale) {
        screen.stands(new RunEvent.StatusChanged(red, stale, 0, 48, false));
    }

    private void sees(String expected) {
        assertThat(seen.text()).isEqualTo(expected);
    }

    private ReportSink sink() {
        return new ReportSink() {
            @Override
            public void out(String text) {
                seen.write(text);
            }

            @Override
            public void err(String text) {
                seen.write(text);
            }
        };
    }
}
