package dev.testls.report;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them: {@code 12 ms}, {@code 0.81 s}, {@code 12.3 s}, {@code 2 min 5 s}. */
final class DurationText {
    private DurationText() {}

    static String of(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 100) return millis + " ms";
        if (millis < 9_995) return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
        if (millis < 59_950) return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        long seconds = Math.round(millis / 1000.0);
        return seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** The same in steps of a tenth of a second, so that a redrawn line does not flicker. */
    static String running(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        return millis < 59_950 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0) : of(duration);
    }
}
