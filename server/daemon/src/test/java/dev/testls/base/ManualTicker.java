package dev.testls.base;

import java.time.Duration;

/** Time that stands still until it is told to go on. */
public final class ManualTicker implements Ticker {
    private long nanos;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    public synchronized void advance(Duration duration) {
        nanos += duration.toNanos();
    }
}
