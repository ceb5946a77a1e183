package dev.testls.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run goes about its tests.
 *
 * @param workers how many JVMs side by side, at least one
 * @param besides how many more, for classes that run beside the others
 * @param maxFail stops the run when so many tests are red
 * @param testTimeout for each test
 * @param runTimeout for all of them
 * @param apart whether classes that share a reused JVM must not see what others left in static fields of the project, or in
 *     a run of many only what a few others left: what is observed of a class is then its own, at the price of loading the
 *     project's classes more often
 * @param order in which classes are begun
 * @param kind what the run is for
 * @param certain whether only what is certain is told: a class runs in fresh JVMs where one has not yet shown what comes of it
 */
public record RunSettings(
        Isolation isolation, int workers, int besides, OptionalInt maxFail, Optional<Duration> testTimeout, Optional<Duration> runTimeout, boolean apart, Order order,
        RunKind kind, boolean certain) {
    public RunSettings {
        if (workers < 1 || besides < 0) throw new IllegalArgumentException("no workers: " + workers + " and " + besides);
    }

    /** One that ends as soon as can be with so many workers. */
    public RunSettings(
            Isolation isolation, int workers, OptionalInt maxFail, Optional<Duration> testTimeout, Optional<Duration> runTimeout) {
        this(isolation, workers, 0, maxFail, testTimeout, runTimeout, false, Order.LONGEST_FIRST, RunKind.RUN, false);
    }

    /** The same, but for the order. */
    public RunSettings in(Order other) {
        return new RunSettings(isolation, workers, besides, maxFail, testTimeout, runTimeout, apart, other, kind, certain);
    }

    /** The same, with what is observed of each class kept apart. */
    public RunSettings keepingApart() {
        return new RunSettings(isolation, workers, besides, maxFail, testTimeout, runTimeout, true, order, kind, certain);
    }

    /** The same, with more JVMs for classes that run beside the others. */
    public RunSettings besides(int more) {
        return new RunSettings(isolation, workers, more, maxFail, testTimeout, runTimeout, apart, order, kind, certain);
    }

    /** The same, with only what is certain told. */
    public RunSettings certainly() {
        return new RunSettings(isolation, workers, besides, maxFail, testTimeout, runTimeout, apart, order, kind, true);
    }

    /** The same, for debugging: one JVM after the other, each new, and as long as it takes. */
    public RunSettings debugging() {
        return new RunSettings(Isolation.FRESH, 1, 0, maxFail, Optional.empty(), Optional.empty(), false, order, RunKind.DEBUG, certain);
    }

    /** The same, with coverage taken: in new JVMs, for the classes of reused ones are loaded by other means. */
    public RunSettings covering() {
        return new RunSettings(Isolation.FRESH, workers, besides, maxFail, testTimeout, runTimeout, false, order, RunKind.COVERAGE, certain);
    }

    /**
     * What a run is for; a closed set. {@code DEBUG}: each JVM waits for a debugger before it begins. {@code COVERAGE}: it is
     * also told which code the tests executed.
     */
    public enum RunKind { RUN, DEBUG, COVERAGE }

    /**
     * What comes first, after the tests that were asked to; a closed set. {@code LONGEST_FIRST}: the run ends soonest.
     * {@code NEAREST_FIRST}: what is nearest to a change, and of that the quickest, so that the first news come soonest.
     */
    public enum Order { LONGEST_FIRST, NEAREST_FIRST }
}
