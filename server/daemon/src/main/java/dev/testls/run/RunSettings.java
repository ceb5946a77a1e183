package dev.testls.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run goes about its tests.
 *
 * @param workers how many JVMs side by side, at least one
 * @param besides how many more, for classes that mostly wait
 * @param maxFail stops the run when so many tests are red
 * @param testTimeout for each test
 * @param runTimeout for all of them
 * @param order in which classes are begun
 */
public record RunSettings(
        Isolation isolation, int workers, int besides, OptionalInt maxFail, Optional<Duration> testTimeout, Optional<Duration> runTimeout, Order order) {
    public RunSettings {
        if (workers < 1 || besides < 0) throw new IllegalArgumentException("no workers: " + workers + " and " + besides);
    }

    /** One that ends as soon as can be with so many workers. */
    public RunSettings(
            Isolation isolation, int workers, OptionalInt maxFail, Optional<Duration> testTimeout, Optional<Duration> runTimeout) {
        this(isolation, workers, 0, maxFail, testTimeout, runTimeout, Order.LONGEST_FIRST);
    }

    /** The same, but for the order. */
    public RunSettings in(Order other) {
        return new RunSettings(isolation, workers, besides, maxFail, testTimeout, runTimeout, other);
    }

    /** The same, with more JVMs for classes that mostly wait. */
    public RunSettings besides(int more) {
        return new RunSettings(isolation, workers, more, maxFail, testTimeout, runTimeout, order);
    }

    /**
     * What comes first, after the tests that were asked to; a closed set. {@code LONGEST_FIRST}: the run ends soonest.
     * {@code NEAREST_FIRST}: what is nearest to a change, and of that the quickest, so that the first news come soonest.
     */
    public enum Order { LONGEST_FIRST, NEAREST_FIRST }
}
