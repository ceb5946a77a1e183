package dev.testls.report;

import dev.testls.base.Ticker;
import java.time.Duration;

/** A clock that goes on when it is told to. */
final class ManualTicker implements Ticker {
    private long nanos;

    @Override
    public long nanos() {
        return nanos;
    }

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }
}
