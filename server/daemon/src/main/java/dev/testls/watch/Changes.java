package dev.testls.watch;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where something may have changed: a hint where to look, and no more than that.
 *
 * @param below files and directories, each standing for itself and all below it; empty: anywhere
 * @param since when the first of it was heard of, in the ticker's time
 */
public record Changes(Optional<SortedSet<Path>> below, long since) {
    /** Beyond that looking everywhere is no slower. */
    private static final int MOST_PATHS = 2000;

    public Changes {
        below = below.map(it -> Collections.unmodifiableSortedSet(new TreeSet<>(it)));
    }

    public static Changes anywhere(long since) {
        return new Changes(Optional.empty(), since);
    }

    public static Changes below(Set<Path> paths, long since) {
        return paths.size() > MOST_PATHS ? anywhere(since) : new Changes(Optional.of(new TreeSet<>(paths)), since);
    }

    /** Both together. */
    public Changes and(Changes other) {
        long first = since - other.since < 0 ? since : other.since;
        if (below.isEmpty() || other.below.isEmpty()) return anywhere(first);
        Set<Path> paths = new TreeSet<>(below.get());
        paths.addAll(other.below.get());
        return below(paths, first);
    }
}
