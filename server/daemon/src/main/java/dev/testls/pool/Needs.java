package dev.testls.pool;

import dev.testls.pool.Worker.Shelf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many workers of each kind were leased at once of late. A time begins with a lease that nobody else has one beside, and ends when
 * nobody has one any more; a run is one, or several are that overlap. Guarded by the pool's lock.
 */
final class Needs {
    /** So many times count, the one that lasts among them. */
    private static final int TIMES = 5;

    private final Map<Shelf, Integer> leased = new HashMap<>();
    /** What was most in each time, the last time first. */
    private final Deque<Map<Shelf, Integer>> most = new ArrayDeque<>();

    void leased(Shelf shelf) {
        if (leased.isEmpty()) most.addFirst(new HashMap<>());
        if (most.size() > TIMES) most.removeLast();
        int now = leased.merge(shelf, 1, Integer::sum);
        most.getFirst().merge(shelf, now, Math::max);
    }

    void returned(Shelf shelf) {
        leased.computeIfPresent(shelf, (it, count) -> count > 1 ? count - 1 : null);
    }

    /** One at least: whoever had it boot knows why. */
    int of(Shelf shelf) {
        return Stream.concat(Stream.of(1), most.stream().map(it -> it.getOrDefault(shelf, 0))).max(Integer::compare).get();
    }
}
