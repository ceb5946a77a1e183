package dev.testls.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run goes about its tests.
 *
 * @param workers how many JVMs side by side, at least one
 * @param maxFail stops the run when so many tests are red
 * @param testTimeout for each test
 * @param runTimeout for all of them
 */
public record RunSettings(
        Isolation isolation, int workers, OptionalInt maxFail, Optional<Duration> testTimeout, Optional<Duration> runTimeout) {
    public RunSettings {
        if (workers < 1) throw new IllegalArgumentException("no workers: " + workers);
    }
}
