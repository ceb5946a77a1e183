package dev.testls.run;

import dev.testls.model.Observation;
import dev.testls.run.Plan.PlannedClass;
import java.util.List;

/** Hears what the classes of a run were seen to do, each once, when the class has ended; on the run's thread. */
@FunctionalInterface
public interface Observer {
    /**
     * A class has run to its end.
     *
     * @param completedInWarm whether it did so in a reused JVM, which watches, and with the outcome that was told;
     *     otherwise nobody knows what it did
     */
    void observed(PlannedClass planned, List<Observation> observations, boolean completedInWarm);

    /** For those who do not care. */
    static Observer none() {
        return (planned, observations, completedInWarm) -> {};
    }
}
