package dev.testls.run;

import dev.testls.base.Cancel;
import dev.testls.model.TestResult;
import dev.testls.pool.Lease;
import dev.testls.pool.TestBatch.Choice;
import dev.testls.pool.WorkerEnd;
import dev.testls.pool.WorkerListener;
import dev.testls.run.Plan.PlannedClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One class, run once, with nobody told.
 *
 * @param results of what ended; in the order in which it did
 */
public record AloneRun(WorkerEnd end, List<TestResult> results) {
    public AloneRun {
        results = List.copyOf(results);
    }

    /** Runs it in {@code lease}, which stays the caller's. */
    public static AloneRun of(Cancel cancel, Lease lease, PlannedClass planned, Optional<Duration> testTimeout) {
        List<TestResult> results = new ArrayList<>();
        WorkerEnd end = lease.run(cancel, planned.job().module(), planned.job().batch(List.of(new Choice(planned.name(), planned.tests())), 0, testTimeout), new WorkerListener.Ignoring() {
            @Override
            public void finished(TestResult result) {
                results.add(result);
            }
        });
        return new AloneRun(end, results);
    }
}
