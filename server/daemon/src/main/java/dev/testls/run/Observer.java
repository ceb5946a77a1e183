package dev.testls.run;

import dev.testls.model.Observation;
import dev.testls.model.TestId;
import dev.testls.run.Plan.PlannedClass;
import java.util.List;
import java.util.Optional;

/** Hears what the tests of a run were seen to do; on the run's thread. */
@FunctionalInterface
public interface Observer {
    /**
     * A class has run to its end; told once for each.
     *
     * @param completedInWarm whether it did so in a reused JVM, which watches, and with the outcome that was told;
     *     otherwise nobody knows what it did
     * @param ranIn where the outcomes that were told came about
     */
    void observed(PlannedClass planned, List<Observation> observations, boolean completedInWarm, RanIn ranIn);

    /** As {@code WorkerListener#covered}, of a run of kind {@code COVERAGE}. */
    default void covered(Optional<TestId> test, byte[] data) {}

    /** Everything has ended; what is to be told before {@code RunFinished}. */
    default List<RunEvent> ending() {
        return List.of();
    }

    /** For those who do not care. */
    static Observer none() {
        return (planned, observations, completedInWarm, ranIn) -> {};
    }
}
