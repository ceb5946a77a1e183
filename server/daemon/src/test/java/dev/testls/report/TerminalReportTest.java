package dev.testls.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.ManualTicker;
import dev.testls.model.Failure;
import dev.testls.model.FileCoverage;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestResult;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.report.TerminalOptions.Redraw;
import dev.testls.report.TerminalOptions.TraceStyle;
import dev.testls.report.TerminalOptions.Verbosity;
import dev.testls.run.ExitCode;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TerminalReportTest {
    private static final Path BASE = Path.of("/shop");

    @Example
    void plainTellsALineForEachClass() {
        check(plain(Verbosity.NORMAL), """
                a.b.BarTest  2 passed, 1 skipped  0.80 s
                a.b.FooTest  1 passed  1.50 s
                == 3 passed, 1 skipped in 1.32 s ==
                """,
                Events.started(2, 4),
                Events.begins("a.b.FooTest > adds()"),
                Events.passed("a.b.BarTest > one()", 3), Events.passed("a.b.BarTest > two()", 4),
                Events.skipped("a.b.BarTest > three()", "not today"), Events.classEnds("a.b.BarTest", 800),
                Events.passed("a.b.FooTest > adds()", 12), Events.classEnds("a.b.FooTest", 1500),
                Events.ends(3, 0, 0, 1, 1320));
    }

    @Example
    void coverageIsATableOfPackagesAndOfFilesWhereMoreIsWanted() {
        RunEvent coverage = new RunEvent.CoverageFound(List.of(covered("app", "a/b/Bar.java", 0, 9, 0, 0), covered("app", "a/b/Foo.java", 19, 20, 3, 4),
                covered("core", "c/Baz.java", 200, 200, 2, 2)));
        check(plain(Verbosity.NORMAL), """
                           lines          branches  coverage
                  65%      19/29    75%        3/4  app  a.b
                 100%    200/200   100%        2/2  core  c
                  95%    219/229    83%        5/6  all
                == 1 passed in 1.32 s ==
                """, coverage, Events.ends(1, 0, 0, 0, 1320));
        check(plain(Verbosity.VERBOSE), """
                           lines          branches  coverage
                  65%      19/29    75%        3/4  app  a.b
                   0%        0/9      -        0/0    Bar.java
                  95%      19/20    75%        3/4    Foo.java
                 100%    200/200   100%        2/2  core  c
                 100%    200/200   100%        2/2    Baz.java
                  95%    219/229    83%        5/6  all
                == 1 passed in 1.32 s ==
                """, coverage, Events.ends(1, 0, 0, 0, 1320));
    }

    private static FileCoverage covered(String module, String file, int lines, int allLines, int branches, int allBranches) {
        return new FileCoverage(new ModuleId("shop:" + module), SourcePath.of("/shop/" + module + "/src/main/java/" + file),
                new FileCoverage.Count(lines, allLines), new FileCoverage.Count(branches, allBranches), FileCoverage.Count.NONE, List.of());
    }

    @Example
    void aDebuggerIsToldWhereToAttach() {
        check(plain(Verbosity.QUIET), """
                Waiting for a debugger at 127.0.0.1:40001; attach any Java debugger, for instance: jdb -attach 127.0.0.1:40001
                == 1 passed in 1.32 s ==
                """, new RunEvent.DebuggerListening("127.0.0.1", 40001), Events.ends(1, 0, 0, 0, 1320));
    }

    @Example
    void verboseTellsALineForEachTest() {
        check(plain(Verbosity.VERBOSE), """
                compiling 3 files
                compiled 3 files in 0.12 s
                PASSED a.b.FooTest > adds()  12 ms
                PASSED a.b.FooTest > many(int) > [2] 7  0.81 s
                SKIPPED a.b.FooTest > never()  0 ms  not today
                | hello
                == 2 passed, 1 skipped in 1.32 s ==
                """,
                new RunEvent.PhaseStarted("compiling 3 files"), Events.compiled(), Events.started(1, 3),
                Events.passed("a.b.FooTest > adds()", 12), Events.passed("a.b.FooTest > many(int) > [2] 7", 812),
                Events.skipped("a.b.FooTest > never()", "not today"),
                new RunEvent.StrayOutput(Events.MODULE, false, "hello\n"),
                Events.classEnds("a.b.FooTest", 900), Events.ends(2, 0, 0, 1, 1320));
    }

    @Example
    void failureIsToldAtOnceAndOnceMoreInShort() {
        check(plain(Verbosity.NORMAL), """
                FAILED a.b.FooTest > adds(int,int) > [2] 1, 2
                  src/test/java/a/b/FooTest.java:23  a.b.FooTest#adds [2]
                  expected: <3>
                   but was: <-1>
                    at a.b.FooTest.adds(FooTest.java:23)
                    … 4 more
                  stdout:
                  | adding
                  stderr:
                  | careful

                a.b.FooTest  1 failed  20 ms
                FAILED a.b.FooTest#adds [2]  expected: <3> but was: <-1>
                == 1 failed in 0.20 s ==
                """,
                Events.started(1, 1),
                Events.red("a.b.FooTest > adds(int,int) > [2] 1, 2", Outcome.FAILED, 5, Events.notEqual("3", "-1"),
                        "adding\n", "careful"),
                Events.classEnds("a.b.FooTest", 20), Events.ends(0, 1, 0, 0, 200));
    }

    @Example
    void quietTellsFailuresAndTheSummaryOnly() {
        check(plain(Verbosity.QUIET), """
                FAILED a.b.FooTest > adds()
                  src/test/java/a/b/FooTest.java:23  a.b.FooTest#adds
                  expected: <3>
                   but was: <-1>
                    at a.b.FooTest.adds(FooTest.java:23)
                    … 4 more

                == 1 failed, 1 passed in 0.20 s ==
                """,
                Events.started(1, 2), Events.passed("a.b.FooTest > fine()", 5),
                Events.failed("a.b.FooTest > adds()", 5, Events.notEqual("3", "-1")),
                Events.classEnds("a.b.FooTest", 20), Events.ends(1, 1, 0, 0, 200));
    }

    @Example
    void textsOfManyLinesAreComparedLineByLine() {
        Failure failure = Events.notEqual("a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nd\ne\nX\ng\nh");
        check(plain(Verbosity.QUIET), """
                FAILED a.b.FooTest > adds()
                  src/test/java/a/b/FooTest.java:23  a.b.FooTest#adds
                  - expected  + actual
                  @@
                    c
                    d
                    e
                  - f
                  + X
                    g
                  + h
                    at a.b.FooTest.adds(FooTest.java:23)
                    … 4 more

                == 1 failed in 0.20 s ==
                """,
                Events.failed("a.b.FooTest > adds()", 5, failure), Events.ends(0, 1, 0, 0, 200));
    }

    @Example
    void errorIsNamedByItsTypeAndItsCausesStay() {
        Failure failure = Events.thrown("java.lang.IllegalStateException", "no stock", """
                java.lang.IllegalStateException: no stock
                \tat shop.Stock.take(Stock.java:9)
                \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
                \tat a.b.FooTest.takes(FooTest.java:5)
                \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(Accessor.java:103)
                \tat org.junit.platform.commons.util.ReflectionUtils.invokeMethod(ReflectionUtils.java:766)
                \tat java.base/java.lang.Thread.run(Thread.java:840)
                \tSuppressed: java.io.IOException: closing
                \t\tat shop.Stock.close(Stock.java:20)
                \t\t... 6 more
                Caused by: java.sql.SQLException: locked
                \tat org.h2.Driver.connect(Driver.java:59)
                \t... 7 more
                """);
        check(plain(Verbosity.NORMAL), """
                ERROR a.b.FooTest > takes()
                  src/test/java/a/b/FooTest.java:5  a.b.FooTest#takes
                  java.lang.IllegalStateException: no stock
                    at shop.Stock.take(Stock.java:9)
                    at java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
                    at a.b.FooTest.takes(FooTest.java:5)
                    … 3 more
                    Suppressed: java.io.IOException: closing
                      at shop.Stock.close(Stock.java:20)
                      … 6 more
                  Caused by: java.sql.SQLException: locked
                    at org.h2.Driver.connect(Driver.java:59)
                    … 7 more

                ERROR a.b.FooTest#takes  IllegalStateException: no stock
                == 1 error in 0.20 s ==
                """,
                Events.red("a.b.FooTest > takes()", Outcome.ERROR, 5, failure, "", ""), Events.ends(0, 0, 1, 0, 200));
    }

    @Example
    void fullTraceKeepsAll() {
        TerminalOptions options = new TerminalOptions(
                Redraw.NEVER, Color.NONE, 0, Verbosity.QUIET, TraceStyle.FULL, TerminalOptions.Timing.HIDDEN, 0, BASE);
        check(options, """
                FAILED a.b.FooTest > adds()
                  src/test/java/a/b/FooTest.java:23  a.b.FooTest#adds
                  expected: <3>
                   but was: <-1>
                  org.opentest4j.AssertionFailedError: expected: <3> but was: <-1>
                    at org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)
                    at org.junit.jupiter.api.Assertions.assertEquals(Assertions.java:531)
                    at a.b.FooTest.adds(FooTest.java:23)
                    at java.base/java.lang.reflect.Method.invoke(Method.java:569)
                    at java.base/java.util.ArrayList.forEach(ArrayList.java:1511)

                == 1 failed in 0.20 s ==
                """,
                Events.failed("a.b.FooTest > adds()", 5, Events.notEqual("3", "-1")), Events.ends(0, 1, 0, 0, 200));
    }

    @Example
    void whatDoesNotCompileIsToldAsJavacDoes() {
        Problem problem = Events.error(
                "/shop/src/main/java/a/Adder.java", 3, 14, 3, "cannot find symbol", "\tint x = 1 + foo;");
        RunSummary summary = new RunSummary(Events.RUN, RunSummary.End.COMPLETED, 1, 0, 0, 0, 0,
                List.of(new RunSummary.NotRun("a.AdderTest", "it needs a.Adder, which does not compile")), 1,
                Duration.ofMillis(300), "");
        check(plain(Verbosity.NORMAL), """
                a.b.FooTest  1 passed  12 ms
                src/main/java/a/Adder.java:3:14: error: cannot find symbol
                \tint x = 1 + foo;
                \t            ^~~
                NOT RUN a.AdderTest  it needs a.Adder, which does not compile
                == 1 passed, 1 compile error, 1 class not run in 0.30 s ==
                """,
                Events.compiled(problem), Events.started(1, 1), Events.passed("a.b.FooTest > adds()", 12),
                Events.classEnds("a.b.FooTest", 12), new RunEvent.RunFinished(summary));
    }

    @Example
    void whatIsStillRedIsNamedAndNoSuccess() {
        RunSummary passed = new RunSummary(Events.RUN, RunSummary.End.COMPLETED, 1, 0, 0, 0, 0, List.of(), 0, Duration.ofMillis(300), "");
        assertThat(passed.besideRedOnes().exitCode()).isEqualTo(ExitCode.TESTS_FAILED);
        check(plain(Verbosity.NORMAL), """
                a.b.FooTest  1 passed  12 ms
                STILL RED a.BarTest#adds()
                == 1 passed, others still red in 0.30 s ==
                """,
                Events.started(1, 1), Events.passed("a.b.FooTest > adds()", 12), Events.classEnds("a.b.FooTest", 12),
                new RunEvent.StillRed(List.of("shop:app/a.BarTest#adds()")), new RunEvent.RunFinished(passed.besideRedOnes()));
        List<String> many = IntStream.range(0, 25).mapToObj(i -> "shop:app/a.B" + i + "Test#adds()").toList();
        assertThat(replay(plain(Verbosity.NORMAL), List.of(new RunEvent.StillRed(many))).out).contains("a.B19Test").doesNotContain("a.B20Test").endsWith("and 5 others\n");
    }

    @Example
    void nothingRunIsNoSuccess() {
        RunSummary summary = new RunSummary(Events.RUN, RunSummary.End.COMPLETED, 0, 0, 0, 0, 0, List.of(), 0,
                Duration.ofMillis(50), "no test class matches 'FooTset'");
        check(plain(Verbosity.NORMAL), """
                == no tests ran: no test class matches 'FooTset' in 50 ms ==
                """, new RunEvent.RunFinished(summary));
        TerminalOptions colored = new TerminalOptions(
                Redraw.NEVER, Color.ANSI, 0, Verbosity.NORMAL, TraceStyle.SHORT, TerminalOptions.Timing.HIDDEN, 0, BASE);
        assertThat(replay(colored, List.of(new RunEvent.RunFinished(summary))).out).doesNotContain("[32m", "[1;32m");
    }

    @Example
    void endsThatAreNotTheOrdinaryOneAreNamed() {
        assertThat(summaryLine(Events.summary(RunSummary.End.CANCELLED, 3, 0, 0, 0, 70_000)))
                .isEqualTo("== cancelled: 3 passed in 1 min 10 s ==");
        assertThat(summaryLine(Events.summary(RunSummary.End.CANCELLED, 0, 0, 0, 0, 10)))
                .isEqualTo("== cancelled: no tests ran in 10 ms ==");
        assertThat(summaryLine(Events.summary(RunSummary.End.STOPPED_EARLY, 3, 1, 0, 0, 12_340)))
                .isEqualTo("== stopped early: 1 failed, 3 passed in 12.3 s ==");
        assertThat(summaryLine(Events.summary(RunSummary.End.OUT_OF_TIME, 3, 0, 0, 0, 30_000)))
                .isEqualTo("== out of time: 3 passed in 30.0 s ==");
        assertThat(summaryLine(Events.summary(RunSummary.End.BUILD_FAILED, 0, 0, 0, 0, 10)))
                .isEqualTo("== the build failed: no tests ran in 10 ms ==");
        assertThat(summaryLine(Events.summary(RunSummary.End.INTERNAL_ERROR, 0, 0, 2, 0, 10)))
                .isEqualTo("== internal error: 2 errors in 10 ms ==");
    }

    @Example
    void attemptsAreTold() {
        TestResult.Attempt first = new TestResult.Attempt(
                Outcome.FAILED, Duration.ofMillis(3), Optional.of(Events.notEqual("3", "-1")),
                TestResult.Attempt.REUSED_JVM);
        TestResult red = Events.result("a.b.FooTest > adds()", Outcome.ERROR, 5);
        Failure failure = Events.thrown(
                "java.lang.Error", "", "java.lang.Error\n\tat a.b.FooTest.adds(FooTest.java:9)\n");
        check(plain(Verbosity.QUIET), """
                ERROR a.b.FooTest > adds()
                  src/test/java/a/b/FooTest.java:9  a.b.FooTest#adds
                  java.lang.Error
                    at a.b.FooTest.adds(FooTest.java:9)
                  attempt 1 (reused JVM): FAILED  expected: <3> but was: <-1>

                == 1 error in 0.20 s ==
                """,
                new RunEvent.TestFinished(new TestResult(red.test(), red.outcome(), red.duration(),
                        Optional.of(failure), "", "", "", List.of(first), "w1")),
                Events.ends(0, 0, 1, 0, 200));
    }

    @Example
    void slowestTestsAreTold() {
        TerminalOptions options = new TerminalOptions(
                Redraw.NEVER, Color.NONE, 0, Verbosity.NORMAL, TraceStyle.SHORT, TerminalOptions.Timing.HIDDEN, 2, BASE);
        check(options, """
                slowest tests:
                    1.50 s  a.b.FooTest > slow()
                     20 ms  a.b.FooTest > middle()
                == 3 passed in 1.60 s ==
                """,
                Events.passed("a.b.FooTest > middle()", 20), Events.passed("a.b.FooTest > slow()", 1500),
                Events.passed("a.b.FooTest > quick()", 1), Events.ends(3, 0, 0, 0, 1600));
    }

    @Example
    void noticesGoToStandardErrorInOneLine() {
        Recorder recorder = replay(plain(Verbosity.QUIET), List.of(new RunEvent.Notice("the model\nis stale")));
        assertThat(recorder.err).isEqualTo("tls: the model is stale\n");
        assertThat(recorder.out).isEmpty();
    }

    @Example
    void longOutputKeepsItsEnd() {
        String output = IntStream.rangeClosed(1, 500).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        String text = replay(plain(Verbosity.QUIET), List.of(Events.red(
                "a.b.FooTest > adds()", Outcome.FAILED, 1, Events.notEqual("1", "2"), output, ""))).out;
        assertThat(text).contains("stdout (only the end of it):", "| line 401\n", "| line 500\n")
                .doesNotContain("line 400\n");
    }

    @Example
    void differingCharactersAreSetOff() {
        assertThat(Difference.lines("abcXdef", "abcYYdef", Color.ANSI).stream()
                        .map(line -> line.replace("\u001b[0m", "}").replaceAll("\u001b\\[([0-9;]+)m", "{$1 ")))
                .containsExactly(
                        "{32 expected: <}{32 abc}{7;32 X}{32 def}{32 >}",
                        "{31  but was: <}{31 abc}{7;31 YY}{31 def}{31 >}");
    }

    @Example
    void liveAreaStaysBelowWhatScrollsBy() {
        Live live = new Live(60);
        live.tell(new RunEvent.PhaseStarted("compiling 3 files"));
        live.sees("compiling 3 files  0.0 s");

        live.advance(300);
        live.report.tick();
        live.sees("compiling 3 files  0.3 s");

        live.advance(100);
        live.tell(Events.started(2, 4));
        live.sees("░░░░░░░░░░░░░░░░░░░░ 0/4  0.4 s");

        live.tell(Events.begins("a.b.FooTest > adds()"));
        live.tell(Events.begins("a.b.BarTest > a test with a very long name indeed, yes()"));
        live.advance(1200);
        live.report.tick();
        live.sees("""
                ░░░░░░░░░░░░░░░░░░░░ 0/4  1.6 s
                  1.2 s  a.b.FooTest > adds()
                  1.2 s  a.b.BarTest > a test with a very long name indeed…""");

        live.tell(Events.failed("a.b.FooTest > adds()", 1200, Events.notEqual("3", "-1")));
        live.sees("""
                FAILED a.b.FooTest > adds()
                  src/test/java/a/b/FooTest.java:23  a.b.FooTest#adds
                  expected: <3>
                   but was: <-1>
                    at a.b.FooTest.adds(FooTest.java:23)
                    … 4 more

                █████░░░░░░░░░░░░░░░ 1/4  1 failed  1.6 s
                  1.2 s  a.b.BarTest > a test with a very long name indeed…""");

        live.tell(new RunEvent.Notice("worker w1 was replaced"));
        live.tell(Events.passed("a.b.BarTest > a test with a very long name indeed, yes()", 10));
        live.advance(100);
        live.tell(Events.ends(1, 1, 0, 0, 1700));
        live.sees("""
                FAILED a.b.FooTest > adds()
                  src/test/java/a/b/FooTest.java:23  a.b.FooTest#adds
                  expected: <3>
                   but was: <-1>
                    at a.b.FooTest.adds(FooTest.java:23)
                    … 4 more

                FAILED a.b.FooTest#adds  expected: <3> but was: <-1>
                == 1 failed, 1 passed in 1.70 s ==""");
    }

    @Example
    void nothingIsDrawnAfterTheEnd() {
        Live live = new Live(60);
        live.tell(Events.started(1, 1), Events.passed("a.b.FooTest > adds()", 3), Events.ends(1, 0, 0, 0, 5));
        live.advance(1000);
        live.report.tick();
        live.sees("== 1 passed in 5 ms ==");
    }

    @Example
    void staticNestedClassIsAClassOfItsOwn() {
        check(plain(Verbosity.NORMAL), """
                a.FooTest$Sub  1 passed  3 ms
                a.FooTest  2 passed  4 ms
                == 3 passed in 5 ms ==
                """,
                Events.passed("a.FooTest$Sub > x()", 1), Events.passed("a.FooTest > y()", 1),
                Events.passed("a.FooTest > z()", 1),
                Events.classEnds("a.FooTest$Sub", 3), Events.classEnds("a.FooTest", 4), Events.ends(3, 0, 0, 0, 5));
    }

    @Example
    void framesOfAnyLanguageAreRead() {
        String trace = """
                java.lang.AssertionError
                \tat app//a.FooTest.adds 1.5 (two) numbers(FooTest.kt:3)
                \tat java.base@17/java.lang.Thread.run(Thread.java:840)
                """;
        assertThat(TraceText.usersFrame(trace, "a.FooTest"))
                .contains(new TraceText.Frame("a.FooTest", "adds 1.5 (two) numbers", "FooTest.kt", 3));
        assertThat(TraceText.lines(trace, "a.FooTest", TraceStyle.SHORT))
                .containsExactly("\tat app//a.FooTest.adds 1.5 (two) numbers(FooTest.kt:3)", "\t… 1 more");
    }

    @Example
    void traceWithoutAnyOfTheUsersFramesKeepsItsFirst() {
        String trace = """
                E: x
                \tat org.junit.A.a(A.java:1)
                \tat org.junit.B.b(B.java:2)
                \tat org.junit.C.c(C.java:3)
                \tat org.junit.D.d(Unknown Source)
                """;
        assertThat(TraceText.lines(trace, "a.FooTest", TraceStyle.SHORT)).containsExactly(
                "\tat org.junit.A.a(A.java:1)", "\tat org.junit.B.b(B.java:2)", "\tat org.junit.C.c(C.java:3)",
                "\t… 1 more");
        assertThat(TraceText.usersFrame(trace, "a.FooTest")).isEmpty();
        assertThat(TraceText.usersFrame(trace, "org.junit.ATest")).isPresent();
    }

    @Example
    void liveAreaIsDrawnSeldom() {
        Live live = new Live(80);
        live.tell(Events.started(1, 1000));
        int before = live.writes;
        for (int i = 0; i < 1000; i++) live.tell(Events.passed("a.b.FooTest > t" + i + "()", 1));
        assertThat(live.writes).isEqualTo(before);
        live.advance(100);
        live.report.tick();
        assertThat(live.writes).isEqualTo(before + 1);
    }

    @Example
    void onlyAFewRunningTestsAreShown() {
        Live live = new Live(80);
        live.tell(Events.started(1, 9));
        for (int i = 0; i < 9; i++) live.tell(Events.begins("a.b.FooTest > t" + i + "()"));
        live.advance(100);
        live.report.tick();
        live.sees("""
                ░░░░░░░░░░░░░░░░░░░░ 0/9  0.1 s
                  0.1 s  a.b.FooTest > t0()
                  0.1 s  a.b.FooTest > t1()
                  0.1 s  a.b.FooTest > t2()
                  0.1 s  a.b.FooTest > t3()
                  … 5 more running""");
    }

    @Example
    void widthCountsColumns() {
        assertThat(DisplayWidth.of("abc")).isEqualTo(3);
        assertThat(DisplayWidth.of("漢字")).isEqualTo(4);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.truncate("漢字漢字", 5)).isEqualTo("漢字…");
        assertThat(DisplayWidth.truncate("abc", 3)).isEqualTo("abc");
        assertThat(DisplayWidth.truncate("abc", 0)).isEmpty();
    }

    @Property(tries = 300)
    void noTestCanReachTheTerminal(
            @ForAll String name, @ForAll String message, @ForAll String output, @ForAll Color color) {
        String hostile = "\u001b[2J\u001b]0;title\u0007\u009b31m\r" + output + "\u001b[31mred\u001b[";
        Failure failure = new Failure("E", message + hostile, message + "\n\tat x\u001b[1A",
                Optional.of(output + "\u001b[1A"), Optional.of(message));
        TestDescriptor test = new TestDescriptor(Events.test("a.b.FooTest > adds()").id(), TestDescriptor.Kind.TEST,
                "e", "u", List.of(name + hostile, name), name, "", "", "", "");
        TestResult.Attempt attempt = new TestResult.Attempt(Outcome.ERROR, Duration.ZERO, Optional.of(failure), name);
        TestResult result = new TestResult(test, Outcome.FAILED, Duration.ZERO, Optional.of(failure), "", hostile,
                message, List.of(attempt), "w1");
        for (Redraw redraw : Redraw.values()) {
            TerminalOptions options = new TerminalOptions(
                    redraw, color, 40, Verbosity.VERBOSE, TraceStyle.FULL, TerminalOptions.Timing.HIDDEN, 3, BASE);
            Screen screen = new Screen(40);
            TerminalReport report = new TerminalReport(options, new ManualTicker(), SourceLookup.none(), sink(screen));
            report.accept(new RunEvent.PhaseStarted(hostile));
            report.accept(Events.started(1, 1));
            report.accept(new RunEvent.TestStarted(result.test(), "w1"));
            report.accept(new RunEvent.StrayOutput(Events.MODULE, true, hostile));
            report.accept(new RunEvent.Notice(hostile));
            report.accept(Events.compiled(Events.error("/shop/A.java", 1, 5, 70, message + hostile, hostile)));
            report.accept(new RunEvent.TestFinished(result));
            report.accept(Events.ends(0, 1, 0, 0, 1));
        }
    }

    private static ReportSink sink(Screen screen) {
        return new ReportSink() {
            @Override
            public void out(String text) {
                screen.write(text);
            }

            @Override
            public void err(String text) {
                new Screen(40).write(text);
            }
        };
    }

    private static String summaryLine(RunSummary summary) {
        return SummaryText.line(summary, Color.NONE);
    }

    private static TerminalOptions plain(Verbosity verbosity) {
        return new TerminalOptions(Redraw.NEVER, Color.NONE, 0, verbosity, TraceStyle.SHORT, TerminalOptions.Timing.HIDDEN, 0, BASE);
    }

    private static void check(TerminalOptions options, String expected, RunEvent... events) {
        assertThat(replay(options, List.of(events)).out).isEqualTo(expected);
    }

    private static Recorder replay(TerminalOptions options, List<RunEvent> events) {
        Recorder recorder = new Recorder();
        TerminalReport report = new TerminalReport(options, new ManualTicker(), TerminalReportTest::source, recorder);
        events.forEach(report);
        return recorder;
    }

    private static Optional<Path> source(ModuleId module, String className) {
        return Optional.of(BASE.resolve("src/test/java/" + className.replace('.', '/') + ".java"));
    }

    private static final class Recorder implements ReportSink {
        private String out = "";
        private String err = "";

        @Override
        public void out(String text) {
            out += text;
        }

        @Override
        public void err(String text) {
            err += text;
        }
    }

    /** A live report on a screen. */
    private static final class Live implements ReportSink {
        private final Screen screen;
        private final ManualTicker ticker = new ManualTicker();
        private final TerminalReport report;
        private int writes;

        Live(int columns) {
            screen = new Screen(columns);
            report = new TerminalReport(
                    new TerminalOptions(Redraw.LIVE, Color.ANSI, columns, Verbosity.NORMAL, TraceStyle.SHORT, TerminalOptions.Timing.HIDDEN, 0, BASE),
                    ticker, TerminalReportTest::source, this);
        }

        void tell(RunEvent... events) {
            List<RunEvent> all = new ArrayList<>(List.of(events));
            all.forEach(report);
        }

        void advance(long millis) {
            ticker.advance(Duration.ofMillis(millis));
        }

        void sees(String expected) {
            assertThat(screen.text()).isEqualTo(expected);
        }

        @Override
        public void out(String text) {
            if (!text.isEmpty()) writes++;
            screen.write(text);
        }

        @Override
        public void err(String text) {}
    }
}
