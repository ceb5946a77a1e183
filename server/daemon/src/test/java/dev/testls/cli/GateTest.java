package dev.testls.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.run.EventSize;
import dev.testls.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final TestDescriptor TEST = new TestDescriptor(TestId.ofMethod(new ModuleId("m"), "a.ATest", "one()"), TestDescriptor.Kind.TEST,
            "junit-jupiter", "1", List.of("ATest", "one()"), "one()", "a.ATest", "one", "", "");

    private final Cancel cancel = new Cancel();
    private final List<RunEvent> underWay = new ArrayList<>();

    @Test
    void whereNobodyReadsOutputGivesWayAndIsSaidAndResultsStay() {
        try (Gate gate = new Gate(cancel, Duration.ZERO)) {
            for (int i = 0; i < 100; i++) {
                enter(gate, output("x".repeat(1_000_000)));
                enter(gate, finished("y".repeat(1_000_000)));
            }
            assertThat(told(RunEvent.TestFinished.class)).hasSize(100);
            assertThat(underWay.stream().mapToLong(EventSize::of).sum()).isLessThan(6_000_000);
        }
    }

    @Test
    void howMuchIsMissingIsSaidWhereItIsMissing() {
        try (Gate gate = new Gate(cancel, Duration.ZERO)) {
            enter(gate, output("x".repeat(5_000_000)));
            enter(gate, output("one"));
            enter(gate, output("two"));
            enter(gate, finished("one two"));
            leaveAll(gate);
            enter(gate, output("three"));
            enter(gate, finished("three"));
            assertThat(underWay.stream().map(GateTest::text)).containsExactly(
                    "x".repeat(5_000_000), "\n[tls: 6 characters were left out]\n", "finished one two", "three", "finished three");
        }
    }

    @Test
    void aRunWaitsForAClientThatReadsSlowly() throws Exception {
        try (Gate gate = new Gate(cancel, Duration.ofDays(1))) {
            enter(gate, output("x".repeat(5_000_000)));
            FutureTask<List<RunEvent>> telling = new FutureTask<>(() -> gate.enter(output("whole")));
            Thread teller = start(telling);
            gate.leave(underWay.get(0));
            assertThat(telling.get().stream().map(GateTest::text)).containsExactly("whole");
            teller.join();
        }
    }

    /** The build lane tells it, which others need. */
    @Test
    void whatDoesNotComeOfTestsNeverWaits() {
        try (Gate gate = new Gate(cancel, Duration.ofDays(1))) {
            enter(gate, output("x".repeat(5_000_000)));
            assertThat(gate.enter(new RunEvent.PhaseStarted("compiling"))).hasSize(1);
        }
    }

    @Test
    void aRunThatIsCancelledWaitsNoLonger() throws Exception {
        try (Gate gate = new Gate(cancel, Duration.ofDays(1))) {
            enter(gate, output("x".repeat(5_000_000)));
            FutureTask<List<RunEvent>> telling = new FutureTask<>(() -> gate.enter(output("late")));
            start(telling);
            cancel.request();
            assertThat(telling.get()).isEmpty();
        }
    }

    private static Thread start(FutureTask<?> task) {
        Thread thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) Thread.onSpinWait();
        return thread;
    }

    private void enter(Gate gate, RunEvent event) {
        underWay.addAll(gate.enter(event));
    }

    private void leaveAll(Gate gate) {
        underWay.forEach(gate::leave);
    }

    private List<? extends RunEvent> told(Class<? extends RunEvent> type) {
        return underWay.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static String text(RunEvent event) {
        return event instanceof RunEvent.Output it ? it.text() : "finished " + ((RunEvent.TestFinished) event).result().stdout();
    }

    private static RunEvent output(String text) {
        return new RunEvent.Output(TEST, false, text);
    }

    private static RunEvent finished(String stdout) {
        return new RunEvent.TestFinished(new TestResult(TEST, Outcome.PASSED, Duration.ZERO, Optional.empty(), "", stdout, "", List.of(), "w1"));
    }
}
