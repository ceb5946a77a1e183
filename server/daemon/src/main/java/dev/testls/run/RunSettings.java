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
 * @param apart whether classes that share a reused JVM must not see what others left in static fields of the project: what
 *     is observed of a class is then its own, at the price of loading the project's classes more often
 * @param order in which classes are begun
 */
public record RunSettings(
        Isolation isolation, int workers, int besides, OptionalInt maxFail, Optional<Duration> testTimeout, Optional<Duration> runTimeout, boolean apart, Order order) {
    public RunSettings {
        if (workers < 1 || besides < 0) throw new IllegalArgumentException("no workers: " + workers + " and " + besides);
    }

    /** One that ends as soon as can be with so many workers. */
    public RunSettings(
            Isolation isolation, int workers, OptionalInt maxFail, Optional<Duration> testTimeout, Optional<Duration> runTimeout) {
        this(isolation, workers, 0, maxFail, testTimeout, runTimeout, false, Order.LONGEST_FIRST);
    }

    /** The same, but for the order. */
    public RunSettings in(Order other) {
        return new RunSettings(isolation, workers, besides, maxFail, testTimeout, runTimeout, apart, other);
    }

    /** The same, with what is observed of each class kept apart. */
    public RunSettings keepingApart() {
        return new RunSettings(isolation, workers, besides, maxFail, testTimeout, runTimeout, true, order);
    }

    /** The same, with more JVMs for classes that mostly wait. */
    public RunSettings besides(int more) {
        return new RunSettings(isolation, workers, more, maxFail, testTimeout, runTimeout, apart, order);
    }

    /**
     * What comes first, after the tests that were asked to; a closed set. {@code LONGEST_FIRST}: the run ends soonest.
     * {@code NEAREST_FIRST}: what is nearest to a change, and of that the quickest, so that the first news come soonest.
     */
    public enum Order { LONGEST_FIRST, NEAREST_FIRST }
}
