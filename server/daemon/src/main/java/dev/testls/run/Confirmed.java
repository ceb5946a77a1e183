package dev.testls.run;

import dev.testls.run.Plan.PlannedClass;

/** What was known of a run's tests before it began. Any thread may ask, and may have to wait a moment for the answer. */
@FunctionalInterface
public interface Confirmed {
    /**
     * Whether a JVM without a history has shown what comes of this test, and all that this depends on is as it was then.
     *
     * @param test {@code class#method}
     */
    boolean test(PlannedClass planned, String test);

    /** For those who know nothing. */
    static Confirmed nothing() {
        return (planned, test) -> false;
    }
}
