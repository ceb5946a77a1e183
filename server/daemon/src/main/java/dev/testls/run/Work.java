package dev.testls.run;

import dev.testls.model.TestClass.Certainty;
import dev.testls.pool.Freshness;
import dev.testls.run.Plan.PlannedClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The classes of a run that no worker has taken yet, longest expected first. Lanes take from it at once; whoever is idle
 * takes next, which is all the stealing there needs to be.
 */
final class Work {
    /** Smaller batches than this cost more in launcher starts than an uneven end. */
    private static final Duration SMALLEST_BATCH = Duration.ofMillis(50);
    /** A lane takes this part of what would be its even share, so that the last batches are small. */
    private static final int PARTS_OF_A_SHARE = 3;

    private final Map<Key, ConcurrentLinkedDeque<PlannedClass>> queues = new LinkedHashMap<>();
    private final int lanes;

    Work(List<PlannedClass> classes, Isolation isolation, int lanes) {
        this.lanes = lanes;
        List<PlannedClass> ordered = new ArrayList<>(classes);
        ordered.sort(Comparator.comparing((PlannedClass it) -> !it.first())
                .thenComparing(PlannedClass::expected, Comparator.reverseOrder()));
        for (PlannedClass it : ordered) {
            boolean fresh = isolation == Isolation.FRESH || isolation == Isolation.AUTO && it.needsFresh().isPresent();
            queues.computeIfAbsent(new Key(it.job(), fresh ? Freshness.FRESH : Freshness.WARM), k -> new ConcurrentLinkedDeque<>()).add(it);
        }
    }

    /** The next classes for a lane: of the kind it worked on where some are left, else of the kind with most to do. */
    Optional<Batch> next(Optional<Key> preferred) {
        while (true) {
            Optional<Key> key = preferred.filter(k -> !queues.get(k).isEmpty()).or(this::longest);
            if (key.isEmpty()) return Optional.empty();
            List<PlannedClass> classes = take(key.get());
            if (!classes.isEmpty()) return Optional.of(new Batch(key.get(), classes));
        }
    }

    /** Gives back what a worker that died had not begun. */
    void putBack(Key key, List<PlannedClass> classes) {
        classes.forEach(queues.get(key)::addFirst);
    }

    private Optional<Key> longest() {
        return queues.keySet().stream().filter(key -> !queues.get(key).isEmpty())
                .max(Comparator.comparing(key -> expected(queues.get(key))));
    }

    private List<PlannedClass> take(Key key) {
        ConcurrentLinkedDeque<PlannedClass> queue = queues.get(key);
        Duration share = expected(queue).dividedBy((long) lanes * PARTS_OF_A_SHARE);
        Duration enough = share.compareTo(SMALLEST_BATCH) < 0 ? SMALLEST_BATCH : share;
        List<PlannedClass> taken = new ArrayList<>();
        Duration sum = Duration.ZERO;
        while (sum.compareTo(enough) < 0) {
            PlannedClass it = queue.peekFirst();
            if (it == null || standsAlone(it) && !taken.isEmpty()) break;
            if (!queue.remove(it)) continue;
            taken.add(it);
            sum = sum.plus(it.expected());
            if (standsAlone(it)) break;
        }
        return taken;
    }

    /** A class in a JVM of its own in the build, or one whose results bear other classes' names (a suite). */
    private static boolean standsAlone(PlannedClass it) {
        return !it.job().reuseForks() || it.testClass().certainty() == Certainty.ASK_ENGINE;
    }

    private static Duration expected(Iterable<PlannedClass> classes) {
        Duration sum = Duration.ZERO;
        for (PlannedClass it : classes) sum = sum.plus(it.expected());
        return sum;
    }

    /** Work that one worker can do. */
    record Key(Job job, Freshness freshness) {}

    record Batch(Key key, List<PlannedClass> classes) {}
}
