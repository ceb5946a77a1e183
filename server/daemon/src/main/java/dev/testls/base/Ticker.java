package dev.testls.base;

import java.time.Duration;

/** A source of elapsed time, handed in so that no test waits for a clock. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since some fixed moment; never goes back. */
    long nanos();

    /** The time since {@code earlier}, a value of {@link #nanos()}. */
    default Duration since(long earlier) {
        return Duration.ofNanos(nanos() - earlier);
    }

    /** The machine's own. */
    static Ticker system() {
        return System::nanoTime;
    }
}
