package dev.testls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.base.ManualTicker;
import dev.testls.history.History;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.Revision;
import dev.testls.model.TestClass;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.pool.FakeWorkers;
import dev.testls.pool.TestBatch;
import dev.testls.run.ClassOrder;
import dev.testls.run.HeldResults;
import dev.testls.run.Job;
import dev.testls.run.Plan;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunEvent;
import dev.testls.run.Runner;
import dev.testls.select.Classes;
import dev.testls.select.EvidenceKey;
import dev.testls.select.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reused JVMs told, held against new ones; as text: what was proved, told to everybody, remembered. */
class ConfirmationTest {
    private static final ModuleId CORE = new ModuleId("g:core");
    private static final TestClass A_TEST = Classes.of("g:core a.ATest: one() two()").get(0);

    @TempDir
    private Path directory;

    private History history;
    private final Cancel cancel = new Cancel();
    private boolean outdated;
    private boolean anew;

    @BeforeEach
    void openHistory() throws IOException {
        history = History.open(directory.resolve("history")).history();
    }

    @AfterEach
    void closeHistory() {
        history.close();
    }

    @Test
    void whatAFreshJvmSaysTooIsProvedAndNobodyHearsOfIt() {
        check(Map.of(), """
                quietly
                FRESH a.ATest
                proved
                CONFIRMED
                """);
    }

    /** At low priority a test may take too long for itself. */
    @Test
    void whatFailsQuietlyRunsOnceMoreAndPassesThere() {
        check(Map.of("a.ATest#one()", "fail,pass"), """
                quietly
                FRESH a.ATest
                FRESH a.ATest
                proved
                told one() PASSED
                told two() PASSED
                CONFIRMED
                """);
        assertThat(history.needsFresh(CORE, "a.ATest")).isEmpty();
        assertThat(history.takeWithdrawn()).isEmpty();
    }

    @Test
    void whatFailsTwiceIsWithdrawn() {
        check(Map.of("a.ATest#one()", "fail"), """
                quietly
                FRESH a.ATest
                FRESH a.ATest
                discard: what was left in it made a test of a.ATest pass that fails
                proved
                told one() FAILED
                told two() PASSED
                CONTRADICTED
                """);
        assertThat(history.redTests()).containsExactly("g:core/a.ATest#one()");
        assertThat(history.needsFresh(CORE, "a.ATest")).contains("one() passed in a reused JVM and failed in a fresh one: it is wrong; as far as it was seen, earlier runs had left there: kept.jar k.Kept#state");
        assertThat(history.takeWithdrawn()).containsExactly("a.ATest: one() passed in a reused JVM and failed in a fresh one: it is wrong");
        assertThat(history.takeWithdrawn()).isEmpty();
    }

    @Test
    void aTestThatEndsItsJvmIsWithdrawn() {
        check(Map.of("a.ATest#two()", "die"), """
                quietly
                FRESH a.ATest
                FRESH a.ATest
                discard: what was left in it made a test of a.ATest pass that fails
                proved
                told one() PASSED
                told two() ERROR
                CONTRADICTED
                """);
    }

    @Test
    void aTestThatIsSkippedThereIsWithdrawn() {
        check(Map.of("a.ATest#two()", "skip"), """
                quietly
                FRESH a.ATest
                FRESH a.ATest
                discard: what was left in it made a test of a.ATest pass that fails
                proved
                told one() PASSED
                told two() SKIPPED
                CONTRADICTED
                """);
        assertThat(history.takeWithdrawn()).containsExactly("a.ATest: other tests passed in a reused JVM than in a fresh one");
    }

    /** One that was not told of may have been red all along. */
    @Test
    void onlyWhatWasToldIsCompared() {
        told = List.of("two()");
        check(Map.of("a.ATest#one()", "fail"), """
                quietly
                FRESH a.ATest
                proved
                CONFIRMED
                """);
    }

    @Test
    void whatIsOutOfDateIsLeft() {
        outdated = true;
        check(Map.of(), "OUTDATED");
    }

    @Test
    void whatAnEarlierDaemonToldIsRightWhereNothingIsRed() {
        anew = true;
        check(Map.of("a.ATest#two()", "skip"), """
                quietly
                FRESH a.ATest
                proved
                CONFIRMED
                """);
    }

    private List<String> told = List.of("one()", "two()");

    private void check(Map<String, String> script, String expected) {
        FakeWorkers workers = new FakeWorkers(List.of(A_TEST), script);
        Job job = new Job(CORE, "default-test", FakeWorkers.spec("/"), TestBatch.Provider.JUNIT_PLATFORM, "", "", List.of(), List.of(), Map.of(), true, ClassOrder.ANY, 0);
        PlannedClass planned = new PlannedClass(job, A_TEST, List.of(), List.of(), 2, Duration.ZERO, Plan.Manner.WORKS, false, Optional.empty(), new Why.Provisional());
        List<String> heard = new ArrayList<>();
        Broadcast broadcast = new Broadcast(new ManualTicker());
        Confirmation confirmation = new Confirmation(new Confirmation.Subject() {
            @Override
            public Optional<Plan> plan(Cancel it, Due due) {
                return outdated ? Optional.empty() : Optional.of(new Plan(Confirmation.newRun(), new Revision(1), List.of(planned), List.of(), 0, ""));
            }

            @Override
            public void proved(Due due) {
                heard.add("proved");
            }
        }, new Runner(workers, history, new ManualTicker(), new HeldResults(HeldResults.STANDARD)), workers, history, broadcast, new ManualTicker());
        List<String> results = new ArrayList<>();
        broadcast.listen(new Ears(event -> {
            if (event instanceof RunEvent.TestFinished it) results.add("told " + it.result().id().method() + " " + it.result().outcome());
        }));
        List<TestResult> passed = told.stream().map(ConfirmationTest::passed).toList();
        Due due = new Due(new EvidenceKey(CORE, "default-test", "a.ATest"), RunRequest.everything(new TreeMap<>()), List.of(), Map.of("kept.jar k.Kept#state", "it was set"), 2,
                anew ? Optional.empty() : Optional.of(Due.Told.all(passed)));
        Confirmer.Work.Done done = confirmation.confirm(cancel, due);
        List<String> all = new ArrayList<>(workers.log());
        all.addAll(heard);
        results.sort(null);
        all.addAll(results);
        all.add(done.end().toString());
        assertThat(String.join("\n", all)).isEqualTo(expected.strip());
        assertThat(workers.leased()).isEmpty();
    }

    private static TestResult passed(String method) {
        TestDescriptor test = new TestDescriptor(TestId.ofMethod(CORE, "a.ATest", method), TestDescriptor.Kind.TEST, "junit-jupiter", "a.ATest/" + method,
                List.of("ATest", method), method, "a.ATest", method, "", "");
        return new TestResult(test, Outcome.PASSED, Duration.ZERO, Optional.empty(), "", "", "", List.of(), "w1");
    }

    private record Ears(java.util.function.Consumer<RunEvent> events) implements Broadcast.Listener {
        @Override
        public void begins(World world, List<LiveRun> runs) {}

        @Override
        public void worldChanged(World now) {}

        @Override
        public void runBegins(LiveRun run) {
            assertThat(run.origin().confirms()).isTrue();
        }

        @Override
        public void planned(dev.testls.model.RunId run, Plan plan) {}

        @Override
        public void told(dev.testls.model.RunId run, RunEvent event) {
            events.accept(event);
        }
    }
}
