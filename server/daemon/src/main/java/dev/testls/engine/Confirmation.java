package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.history.History;
import dev.testls.model.RunId;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.pool.Lease;
import dev.testls.pool.WorkerEnd;
import dev.testls.pool.Workers;
import dev.testls.run.AloneRun;
import dev.testls.run.Confirmed;
import dev.testls.run.Isolation;
import dev.testls.run.Observer;
import dev.testls.run.Plan;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSettings;
import dev.testls.run.RunSettings.RunKind;
import dev.testls.run.RunSummary;
import dev.testls.run.Runner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a class is confirmed: it runs once more, alone, in a new JVM at low priority, and nobody hears of it. Where that agrees
 * with what was told, that is certain. Where not, low priority may be to blame, so the class runs again in a new JVM as in
 * any run, told to everybody; what that says holds.
 */
final class Confirmation implements Confirmer.Work {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);
    private static final int MOST_NAMED = 5;

    private final Subject subject;
    private final Runner runner;
    private final Workers workers;
    private final History history;
    private final Broadcast broadcast;
    private final Ticker ticker;

    Confirmation(Subject subject, Runner runner, Workers workers, History history, Broadcast broadcast, Ticker ticker) {
        this.subject = subject;
        this.runner = runner;
        this.workers = workers;
        this.history = history;
        this.broadcast = broadcast;
        this.ticker = ticker;
    }

    /** What the world says of what is due. */
    interface Subject {
        /** What is to run, where what was told is still about what there is. Waits for the build lane. */
        Optional<Plan> plan(Cancel cancel, Due due);

        /** A JVM without a history has shown, alone, what comes of the class. */
        void proved(Due due);
    }

    @Override
    public Done confirm(Cancel cancel, Due due) {
        Optional<Plan> plan = subject.plan(cancel, due);
        if (plan.isEmpty()) return new Done(End.OUTDATED, Duration.ZERO);
        PlannedClass planned = plan.get().classes().get(0);
        Optional<Duration> testTimeout = due.request().settings().testTimeout();
        Duration used = Duration.ZERO;
        try (Lease lease = workers.leaseQuietly(cancel, planned.job().spec())) {
            AloneRun seen = AloneRun.of(cancel, lease, planned, testTimeout);
            used = lease.processorTime().orElse(used);
            if (cancel.requested() || seen.end() instanceof WorkerEnd.Cancelled) return new Done(End.STOPPED, used);
            if (seen.end() instanceof WorkerEnd.Completed && due.agrees(seen.results())) {
                return new Done(confirmed(due, planned), used);
            }
        } catch (IOException e) {
            // The louder go will say so, if it is so still.
            LOG.info("{} could not be confirmed quietly: {}", due.key(), e.getMessage());
        }
        cancel.check();
        return new Done(tell(cancel, due, plan.get(), testTimeout), used);
    }

    /** Runs it for all to hear. */
    private End tell(Cancel cancel, Due due, Plan plan, Optional<Duration> testTimeout) {
        List<TestResult> results = new ArrayList<>();
        RunSettings settings = new RunSettings(Isolation.FRESH, 1, OptionalInt.empty(), testTimeout, Optional.empty());
        RunSummary summary;
        try (Broadcast.Told everybody = broadcast.begins(plan.run(), Origin.confirmation(), RunKind.RUN, false, cancel)) {
            everybody.planned(plan);
            Consumer<RunEvent> hear = event -> {
                if (event instanceof RunEvent.TestFinished it) results.add(it.result());
            };
            summary = runner.run(cancel, plan, settings, ticker.nanos(), Observer.none(), Confirmed.nothing(), everybody.andThen(hear), Runnable::run);
        }
        if (summary.end() != RunSummary.End.COMPLETED) return cancel.requested() ? End.STOPPED : End.OUTDATED;
        if (!summary.notRun().isEmpty()) return End.OUTDATED;
        if (due.agrees(results)) return confirmed(due, plan.classes().get(0));
        subject.proved(due);
        history.rememberConfirmed(due.suspects(), false);
        withdraw(due, plan.classes().get(0), results);
        return End.CONTRADICTED;
    }

    private End confirmed(Due due, PlannedClass planned) {
        subject.proved(due);
        history.rememberConfirmed(due.suspects(), true);
        Set<String> names = due.names().isEmpty() ? Set.copyOf(planned.testClass().tests()) : due.names();
        broadcast.confirmed(names.stream().map(it -> TestId.ofMethod(due.key().module(), it.substring(0, it.indexOf('#')), it.substring(it.indexOf('#') + 1)))
                .collect(Collectors.toSet()));
        return End.CONFIRMED;
    }

    private void withdraw(Due due, PlannedClass planned, List<TestResult> results) {
        String what = results.stream().filter(it -> it.outcome().isRed()).findFirst()
                .map(it -> it.id().method() + " passed in a reused JVM and failed in a fresh one: " + it.failureLine())
                .orElse("other tests passed in a reused JVM than in a fresh one");
        String left = due.suspects().isEmpty() ? "" : "; as far as it was seen, earlier runs had left there: " + new TreeMap<>(due.suspects()).keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        history.rememberNeedsFresh(due.key().module(), planned.name(), what + left);
        history.withdraw(planned.name() + ": " + what);
        history.commit();
        workers.discardReused(planned.job().spec(), "what was left in it made a test of " + planned.name() + " pass that fails");
        LOG.warn("withdrawn: {}: {}", planned.name(), what);
    }

    static RunId newRun() {
        return new RunId("confirmation-" + UUID.randomUUID());
    }
}
