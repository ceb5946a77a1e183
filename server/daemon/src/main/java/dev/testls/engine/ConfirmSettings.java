package dev.testls.engine;

import java.time.Duration;

/**
 * When what reused JVMs told is confirmed, and at what price.
 *
 * @param quiet so long nothing may have run before a confirmation begins
 * @param perMinute so much processor time may be used in a minute, in the long run; zero: nothing is confirmed
 * @param atOnce so much at once, when there was nothing to do for long
 */
public record ConfirmSettings(Duration quiet, Duration perMinute, Duration atOnce) {
    /** People go on within a second, or they do something else. */
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    /** The budget that is used where nobody sets another one: a quarter of one processor. */
    public static final Duration STANDARD = Duration.ofSeconds(15);

    /** With so much processor time in a minute. */
    public static ConfirmSettings of(Duration perMinute) {
        return new ConfirmSettings(QUIET, perMinute, AT_ONCE);
    }

    boolean isOn() {
        return !perMinute.isZero();
    }

    /** The part of one processor that may be used. */
    double share() {
        return perMinute.toNanos() / (double) Duration.ofMinutes(1).toNanos();
    }
}
