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

    /** The same of all that is to run of a class. Of one of whose tests only its engine knows, nobody can say. */
    default boolean all(PlannedClass planned) {
        return !planned.wanted().isEmpty() && planned.wanted().stream().allMatch(test -> test(planned, test));
    }

    /** For those who know nothing. */
    static Confirmed nothing() {
        return (planned, test) -> false;
    }
}
