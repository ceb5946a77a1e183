package dev.testls.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one of events that come close together: an editor writes a temporary file and renames it, a checkout touches
 * hundreds. What is due has been quiet for a while; the longer events keep coming, the longer that while, up to a bound.
 * Knows no clock and no lock: whoever has it brings both.
 */
final class Quiet {
    /** A save has to be noticed within 30 ms. */
    static final Duration SHORTEST = Duration.ofMillis(10);
    static final Duration LONGEST = Duration.ofMillis(100);
    /** Events that never cease, as of a process that writes a log among the sources, do not keep the others waiting. */
    static final Duration BOUND = Duration.ofSeconds(1);
    /** The pause that ends a burst is this part of how long the burst has lasted. */
    private static final int PART_OF_BURST = 4;

    private final Set<Path> paths = new HashSet<>();
    private boolean anything;
    private boolean anywhere;
    private long first;
    private long last;

    void add(Path path, long now) {
        heard(now);
        if (!anywhere) paths.add(path);
    }

    void anywhere(long now) {
        heard(now);
        anywhere = true;
        paths.clear();
    }

    private void heard(long now) {
        if (!anything) first = now;
        anything = true;
        last = now;
    }

    /** How many nanoseconds are left; zero or less: it is time to {@link #take}; empty: nothing was heard. */
    Optional<Long> left(long now) {
        if (!anything) return Optional.empty();
        long pause = Math.min(LONGEST.toNanos(), Math.max(SHORTEST.toNanos(), (last - first) / PART_OF_BURST));
        return Optional.of(Math.min(last + pause - now, first + BOUND.toNanos() - now));
    }

    Changes take() {
        Changes taken = anywhere ? Changes.anywhere(first) : Changes.below(paths, first);
        paths.clear();
        anything = false;
        anywhere = false;
        return taken;
    }
}
