package dev.testls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.base.ManualTicker;
import dev.testls.history.History;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.TestClass;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.pool.FakeWorkers;
import dev.testls.pool.TestBatch;
import dev.testls.pool.WorkerSpec;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.select.Classes;
import dev.testls.select.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    private static final String CLASSES = """
            g:core a.ATest: one() two() three()
            g:core a.BTest: one()
            """;

    private static final List<String> EARLIER_RED = List.of("a.ATest", "a.ATest#one()/[7]", "a.ATest#gone()", "a.ATest$Inner", "a.ATest$Inner#gone()", "a.ATestOfMore");

    @TempDir
    private Path directory;

    private History history;
    private Cancel cancel = new Cancel();
    private OptionalInt maxFail = OptionalInt.empty();
    private int reruns;
    private ClassOrder order = ClassOrder.ANY;
    /** Of each class these methods alone are affected by a change; empty: it does not matter what changed. */
    private Optional<String> affected = Optional.empty();
    private FakeWorkers workers;
    /** The class that is known to wait most of its time. */
    private String waits = "";
    /** How long each test is expected to take. */
    private Duration test = Duration.ofMillis(100);
    private UnaryOperator<RunSettings> settings = it -> it;
    private Consumer<RunEvent> hearing = event -> {};
    private int leasedWhenTold;
    private Confirmed confirmed = Confirmed.nothing();
    private boolean tellsCertainty;
    /** So much of what tests wrote may wait for the end of their classes. */
    private long held = HeldResults.STANDARD;
    /** Whether the run is cancelled when it asks for a JVM. */
    private boolean stoppedAtLease;

    @BeforeEach
    void openHistory() throws IOException {
        history = History.open(directory.resolve("history")).history();
    }

    @AfterEach
    void closeHistory() {
        history.close();
    }

    @Test
    void everyTestIsToldOnceAndCounted() {
        check(Isolation.AUTO, Map.of("a.ATest#two()", "skip"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() SKIPPED
                a.BTest#one() PASSED
                COMPLETED 3 passed, 0 failed, 0 errors, 1 skipped, 0 flaky, exit 0
                """);
        assertThat(workers.log()).containsExactlyInAnyOrder("WARM a.ATest", "WARM a.BTest");
    }

    @Test
    void redInAReusedJvmIsConfirmedInAFreshOne() {
        check(Isolation.AUTO, Map.of("a.BTest#one()", "fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() FAILED
                COMPLETED 3 passed, 1 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                """);
        assertThat(workers.log()).contains("WARM a.BTest", "FRESH a.BTest");
        assertThat(history.redTests()).containsExactly("g:core/a.BTest#one()");
    }

    /** It stayed red for ever: what fails outside tests, or was blamed for the end of its JVM, has no result when it does not; invocations and methods go. */
    @Test
    void whatWasRedIsSoNoLongerWhenItsClassEndsWithoutIt() {
        String passed = """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """;
        recordEarlierRed();
        assertThat(history.suitesOfRed()).containsExactly(Map.entry("g:core/c.OfSuite#gone()", "g:core/a.BTest"));
        check(Isolation.AUTO, Map.of(), passed);
        assertThat(history.redTests()).containsExactly("g:core/a.ATestOfMore");

        recordEarlierRed();
        affected = Optional.of("one()");
        check(Isolation.AUTO, Map.of(), """
                a.ATest#one() PASSED
                a.BTest#one() PASSED
                COMPLETED 2 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(history.redTests()).containsExactly("g:core/a.ATest#gone()", "g:core/a.ATest$Inner#gone()", "g:core/a.ATestOfMore", "g:core/c.OfSuite#gone()");
    }

    private void recordEarlierRed() {
        for (String id : EARLIER_RED) history.record(red(id), red(id).id().topLevelClass());
        history.record(red("c.OfSuite#gone()"), "a.BTest");
    }

    private static TestResult red(String text) {
        Matcher id = Pattern.compile("([^#]*)#?([^/]*)/?(.*)").matcher(text);
        if (!id.matches()) throw new IllegalArgumentException(text);
        TestId test = new TestId(new ModuleId("g:core"), id.group(1), id.group(2), id.group(3));
        return new TestResult(new TestDescriptor(test, TestDescriptor.Kind.CONTAINER, "junit-jupiter", text, List.of(text), "", text, "", "", ""), Outcome.ERROR,
                Duration.ZERO, Optional.empty(), "", "", "", List.of(), "w1");
    }

    @Test
    void whatOnlyAReusedJvmSaysIsProvisional() {
        tellsCertainty = true;
        confirmed = (planned, test) -> test.equals("a.ATest#two()");
        check(Isolation.AUTO, Map.of("a.BTest#one()", "fail", "a.ATest#one()", "skip"), """
                a.ATest#one() SKIPPED provisionally
                a.ATest#three() PASSED provisionally
                a.ATest#two() PASSED
                a.BTest#one() FAILED
                COMPLETED 2 passed, 1 failed, 0 errors, 1 skipped, 0 flaky, 2 provisional, exit 1
                """);
        check(Isolation.FRESH, Map.of(), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
    }

    @Test
    void whereOnlyWhatIsCertainIsToldWhatIsNotConfirmedRunsInFreshJvms() {
        tellsCertainty = true;
        settings = RunSettings::certainly;
        confirmed = (planned, test) -> planned.name().equals("a.BTest") || test.equals("a.ATest#two()");
        for (Isolation isolation : new Isolation[] {Isolation.AUTO, Isolation.WARM}) {
            check(isolation, Map.of(), """
                    a.ATest#one() PASSED
                    a.ATest#three() PASSED
                    a.ATest#two() PASSED
                    a.BTest#one() PASSED
                    COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                    """);
            assertThat(workers.log()).containsExactlyInAnyOrder("FRESH a.ATest", "WARM a.BTest");
        }
    }

    @Test
    void classesThatTheBuildRunsInAnOrderShareANewJvmInIt() {
        order = ClassOrder.REVERSE_ALPHABETICAL;
        check(Isolation.AUTO, Map.of("a.BTest#one()", "spoil"), """
                a.ATest#one() FAILED
                a.ATest#three() FAILED
                a.ATest#two() FAILED
                a.BTest#one() FAILED
                COMPLETED 0 passed, 4 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                """);
        assertThat(workers.log()).containsExactly("FRESH a.BTest", "FRESH a.ATest");
    }

    @Test
    void oneOfAnOrderIsConfirmedAfterThoseBeforeIt() {
        order = ClassOrder.ALPHABETICAL;
        check(Isolation.AUTO, Map.of("a.BTest#one()", "met:fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                a.BTest was red while another JVM held the TCP port 80, and runs again alone
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(workers.log()).containsExactly("FRESH a.ATest", "FRESH a.BTest", "alone, with 0 leased", "FRESH a.ATest", "FRESH a.BTest");
    }

    @Test
    void oneClassOfAnOrderRunsAsAnyOther() {
        order = ClassOrder.OF_ENGINE;
        affected = Optional.of("two()");
        check(Isolation.AUTO, Map.of(), """
                a.ATest#two() PASSED
                COMPLETED 1 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(workers.log()).containsExactly("WARM a.ATest [a.ATest#two()]");
    }

    @Test
    void whatFailsWithoutTheRestOfItsClassIsConfirmedWithIt() {
        affected = Optional.of("two()");
        check(Isolation.AUTO, Map.of("a.ATest#two()", "fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() FAILED
                COMPLETED 2 passed, 1 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                """);
    }

    @Test
    void redWhileAnotherJvmHeldAPortRunsAgainAloneAndTellsNothingOfReusedJvms() {
        check(Isolation.AUTO, Map.of("a.BTest#one()", "met:fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED after FAILED in reused JVM
                a.BTest was red while another JVM held the TCP port 80, and runs again alone
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(workers.log()).containsSubsequence("WARM a.BTest", "FRESH a.BTest", "alone, with 0 leased", "FRESH a.BTest");
        assertThat(history.needsFresh(new ModuleId("g:core"), "a.BTest")).isEmpty();
    }

    /** Of plexus-utils two classes empty one directory: in two lanes one was red, which no build shows. */
    @Test
    void whatAsksForFilesAndIsRedBesideOtherTestsRunsAgainAlone() {
        check(Isolation.AUTO, Map.of("a.BTest#one()", "files:fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED after FAILED in reused JVM
                a.BTest was red while tests ran in another JVM at the same time, which may use the same files, and runs again alone
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(history.needsFresh(new ModuleId("g:core"), "a.BTest")).isEmpty();
    }

    @Test
    void redInAFreshJvmWhileAnotherHeldAPortRunsAgainAloneToo() {
        check(Isolation.FRESH, Map.of("a.ATest#two()", "met:die", "a.BTest#one()", "met:fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                a.ATest was red while another JVM held the TCP port 80, and runs again alone
                a.BTest was red while another JVM held the TCP port 80, and runs again alone
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
    }

    @Test
    void whatGaveUpBesideWhatAnotherJvmMayHaveMadeRedRunsAgainWithIt() {
        check(Isolation.FRESH, Map.of("a.ATest#one()", "abort,pass", "a.ATest#two()", "met:fail", "a.ATest#three()", "abort,pass"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                a.ATest was red while another JVM held the TCP port 80, and runs again alone
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
    }

    @Test
    void whatGaveUpInAJvmAfterSuchAClassRunsAgainToo() {
        order = ClassOrder.ALPHABETICAL;
        check(Isolation.FRESH, Map.of("a.ATest#two()", "met:fail", "a.BTest#one()", "abort,pass"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                a.ATest was red while another JVM held the TCP port 80, and runs again alone
                a.BTest was red while another JVM held the TCP port 80, and runs again alone
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
    }

    @Test
    void whatGivesUpWhereNothingIsInDoubtIsSkipped() {
        check(Isolation.FRESH, Map.of("a.ATest#two()", "abort", "a.BTest#one()", "fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() SKIPPED
                a.BTest#one() FAILED
                COMPLETED 2 passed, 1 failed, 0 errors, 1 skipped, 0 flaky, exit 1
                """);
    }

    @Test
    void whatIsKilledBeforeAnythingBeganRunsInAnotherJvm() {
        check(Isolation.AUTO, Map.of("a.ATest#one()", "kill,kill,pass", "a.BTest#one()", "fail,kill,fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() FAILED
                COMPLETED 3 passed, 1 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                """);
    }

    @Test
    void whatIsKilledEachTimeIsNoBuildFailure() {
        check(Isolation.AUTO, Map.of("a.ATest#one()", "kill"), """
                a.BTest#one() PASSED
                COMPLETED 1 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 3
                """);
    }

    @Test
    void redAloneIsTold() {
        check(Isolation.AUTO, Map.of("a.BTest#one()", "met:fail,met:fail,fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() FAILED
                a.BTest was red while another JVM held the TCP port 80, and runs again alone
                COMPLETED 3 passed, 1 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                """);
    }

    @Test
    void aJvmThatHoldsSomethingEndsBeforeWhatWasRedInItIsConfirmed() {
        check(Isolation.AUTO, Map.of("a.ATest#one()", "hold", "a.ATest#two()", "warm:fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED after FAILED in reused JVM
                a.BTest#one() PASSED
                a.ATest needs fresh JVMs: two() was red in a reused JVM and passed in a fresh one: it is wrong
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(workers.log()).containsSubsequence("WARM a.ATest", "ended w1", "to confirm", "FRESH a.ATest");
    }

    @Test
    void whatOnlyFailsInAReusedJvmPassedAndIsRemembered() {
        check(Isolation.AUTO, Map.of("a.ATest#two()", "warm:fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED after FAILED in reused JVM
                a.BTest#one() PASSED
                a.ATest needs fresh JVMs: two() was red in a reused JVM and passed in a fresh one: it is wrong
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(history.needsFresh(new ModuleId("g:core"), "a.ATest")).isPresent();
    }

    @Test
    void whatFailsWhereAnotherClassCouldNotBeLinkedIsNotToBlame() {
        for (Duration expected : List.of(Duration.ofSeconds(1), Duration.ofMillis(1))) {
            test = expected;
            for (Isolation isolation : List.of(Isolation.AUTO, Isolation.FRESH)) {
                boolean inOneGo = expected.toMillis() == 1;
                check(isolation, Map.of("a.ATest#three()", "spoil"), """
                        a.ATest#one() PASSED
                        a.ATest#three() FAILED
                        a.ATest#two() PASSED
                        a.BTest#one() PASSED%s
                        COMPLETED 3 passed, 1 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                        """.formatted(inOneGo && isolation == Isolation.AUTO ? " after FAILED in reused JVM" : ""));
            }
        }
        assertThat(history.needsFresh(new ModuleId("g:core"), "a.BTest")).isEmpty();
    }

    @Test
    void aClassThatNeedsFreshJvmsGoesThereAtOnce() {
        history.rememberNeedsFresh(new ModuleId("g:core"), "a.ATest", "it did");
        check(Isolation.AUTO, Map.of(), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(workers.log()).containsExactlyInAnyOrder("FRESH a.ATest", "WARM a.BTest");
    }

    @Test
    void aJvmThatDiesTakesOneTestWithIt() {
        for (Isolation isolation : Isolation.values()) {
            check(isolation, Map.of("a.ATest#two()", "die"), """
                    a.ATest#one() PASSED
                    a.ATest#three() PASSED
                    a.ATest#two() ERROR
                    a.BTest#one() PASSED
                    COMPLETED 3 passed, 0 failed, 1 errors, 0 skipped, 0 flaky, exit 1
                    """);
        }
    }

    @Test
    void everyTestOfAClassMayKillItsJvm() {
        check(Isolation.AUTO, Map.of("a.ATest#one()", "die", "a.ATest#two()", "die", "a.ATest#three()", "die"), """
                a.ATest#one() ERROR
                a.ATest#three() ERROR
                a.ATest#two() ERROR
                a.BTest#one() PASSED
                COMPLETED 1 passed, 0 failed, 3 errors, 0 skipped, 0 flaky, exit 1
                """);
    }

    @Test
    void aReusedJvmThatDiesOnceIsForgiven() {
        check(Isolation.AUTO, Map.of("a.BTest#one()", "warm:die"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                a.BTest needs fresh JVMs: it ended a reused JVM and passed in a fresh one
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
    }

    @Test
    void theBuildsRerunsMakeAFlakyTest() {
        reruns = 2;
        check(Isolation.FRESH, Map.of("a.BTest#one()", "fail,fail,pass"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED after FAILED in rerun 1, FAILED in rerun 2
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 1 flaky, exit 0
                """);
    }

    @Test
    void enoughFailuresStopTheRun() {
        maxFail = OptionalInt.of(1);
        check(Isolation.FRESH, Map.of("a.ATest#one()", "fail", "a.ATest#two()", "fail", "a.ATest#three()", "fail", "a.BTest#one()", "fail"), """
                STOPPED_EARLY 0 passed, 1 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                """);
    }

    @Test
    void whatMostlyWaitsHasALaneBesides() {
        waits = "a.BTest";
        check(Isolation.AUTO, Map.of(), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                2 lanes
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(workers.log()).containsExactlyInAnyOrder("WARM a.ATest", "beside", "WARM a.BTest");
    }

    @Test
    void aCancelledRunEndsOnce() {
        cancel.request();
        check(Isolation.AUTO, Map.of(), "CANCELLED 0 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 130");
    }

    @Test
    void aRunThatIsCancelledWhileItWaitsForAJvmEndsAsSuch() {
        stoppedAtLease = true;
        check(Isolation.AUTO, Map.of(), "CANCELLED 0 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 130");
    }

    @Test
    void debuggingNeedsNoConfirmationAndLeavesNoDurations() {
        settings = RunSettings::debugging;
        check(Isolation.AUTO, Map.of("a.BTest#one()", "fail"), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() FAILED
                a debugger is awaited at 127.0.0.1:40001
                COMPLETED 3 passed, 1 failed, 0 errors, 0 skipped, 0 flaky, exit 1
                """);
        assertThat(workers.log()).containsExactly("FRESH a.ATest", "FRESH a.BTest");
        assertThat(history.expected(new ModuleId("g:core"), "default-test", "a.ATest")).isEmpty();
        assertThat(history.redTests()).containsExactly("g:core/a.BTest#one()");
    }

    /** Putting a JVM back takes processor time, which whoever waits for the run's end would wait for. */
    @Test
    void theLastJvmIsGivenBackWhenTheRunWasTold() {
        check(Isolation.AUTO, Map.of(), """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(leasedWhenTold).isEqualTo(1);
    }

    @Test
    void aRunThatCannotBeToldLeavesNoJvmLeased() {
        hearing = event -> {
            if (event instanceof RunEvent.TestFinished) throw new IllegalStateException("deaf");
        };
        assertThatThrownBy(() -> check(Isolation.AUTO, Map.of(), "")).hasMessage("deaf");
        assertThat(workers.leased()).isEmpty();
    }

    /** Each writes 3,000 characters, and nothing is told of a reused JVM before the class has ended. */
    @Test
    void whatTestsWroteIsCutWhereThereIsNoRoomForItAndTheirResultsAreNot() {
        held = 7000;
        List<String> written = new ArrayList<>();
        hearing = event -> {
            if (event instanceof RunEvent.TestFinished it) written.add(it.result().id().method() + " " + it.result().stdout().length() + " " + it.result().stdout().contains("[tls: 1,976 characters were left out]"));
        };
        Map<String, String> script = Map.of("a.ATest#one()", "loud", "a.ATest#two()", "loud", "a.ATest#three()", "loud", "a.BTest#one()", "loud");
        check(Isolation.AUTO, script, """
                a.ATest#one() PASSED
                a.ATest#three() PASSED
                a.ATest#two() PASSED
                a.BTest#one() PASSED
                COMPLETED 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky, exit 0
                """);
        assertThat(written).containsExactly("one() 3000 false", "two() 3000 false", "three() 1063 true", "one() 3000 false");
    }

    private void check(Isolation isolation, Map<String, String> script, String expected) {
        List<TestClass> classes = Classes.of(CLASSES);
        workers = new FakeWorkers(classes, script);
        if (stoppedAtLease) workers.stopsWhoever(cancel);
        WorkerSpec spec = FakeWorkers.spec("/");
        Job job = new Job(new ModuleId("g:core"), "default-test", spec, TestBatch.Provider.JUNIT_PLATFORM, "", "", List.of(), List.of(), Map.of(), true, order, reruns);
        List<PlannedClass> planned = classes.stream().filter(it -> affected.isEmpty() || it.tests().contains(it.name() + "#" + affected.get()))
                .map(it -> new PlannedClass(job, it, affected.map(method -> List.of(it.name() + "#" + method)).orElse(List.of()), List.of(), it.testCount(),
                test.multipliedBy(it.testCount()), it.name().equals(waits) ? Plan.Manner.WAITS : Plan.Manner.WORKS, false, history.needsFresh(it.module(), it.name()), new Why.InBuild())).toList();
        Plan plan = new Plan(new RunId("1"), new Revision(1), planned, List.of(), 0, "");
        List<String> results = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<Runnable> afterwards = new ArrayList<>();
        try {
            new Runner(workers, history, new ManualTicker(), new HeldResults(held)).run(cancel, plan,
                    settings.apply(new RunSettings(isolation, 1, maxFail, Optional.empty(), Optional.empty()).besides(waits.isEmpty() ? 0 : 1)), 0,
                    Observer.none(), confirmed, hearing.andThen(event -> print(event, results, others)), afterwards::add);
        } finally {
            leasedWhenTold = workers.leased().size();
            afterwards.forEach(Runnable::run);
        }
        results.sort(Comparator.naturalOrder());
        if (maxFail.isPresent()) results.clear();
        results.addAll(others);
        assertThat(String.join("\n", results)).isEqualTo(expected.strip());
        assertThat(workers.leased()).isEmpty();
    }

    private void print(RunEvent event, List<String> results, List<String> others) {
        if (event instanceof RunEvent.TestFinished finished) results.add(print(finished.result()) + (finished.certain() || !tellsCertainty ? "" : " provisionally"));
        if (event instanceof RunEvent.RunStarted started && started.workers() > 1) others.add(started.workers() + " lanes");
        if (event instanceof RunEvent.Notice notice) others.add(notice.text());
        if (event instanceof RunEvent.DebuggerListening it) others.add("a debugger is awaited at " + it.host() + ":" + it.port());
        if (event instanceof RunEvent.RunFinished finished) {
            RunSummary it = finished.summary();
            others.add(it.end() + " " + it.passed() + " passed, " + it.failed() + " failed, " + it.errors() + " errors, " + it.skipped()
                    + " skipped, " + it.flaky() + " flaky, " + (tellsCertainty && it.provisional() > 0 ? it.provisional() + " provisional, " : "") + "exit " + it.exitCode().value());
        }
    }

    private static String print(TestResult result) {
        String attempts = result.attempts().stream().map(it -> it.outcome() + " in " + it.where()).collect(Collectors.joining(", "));
        return result.id().className() + "#" + result.id().method() + " " + result.outcome() + (attempts.isEmpty() ? "" : " after " + attempts);
    }
}
