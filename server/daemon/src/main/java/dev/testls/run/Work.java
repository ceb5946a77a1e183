package dev.testls.run;

import dev.testls.model.TestClass.Certainty;
import dev.testls.pool.Freshness;
import dev.testls.run.Plan.Manner;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunSettings.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The classes of a run that no worker has taken yet, in the order in which they are to begin. Lanes take from it at once; whoever is idle
 * takes next, which is all the stealing there needs to be.
 */
final class Work {
    /** Smaller batches than this cost more in launcher starts than an uneven end. */
    private static final Duration SMALLEST_BATCH = Duration.ofMillis(50);
    /** A lane takes this part of what would be its even share, so that the last batches are small. */
    private static final int PARTS_OF_A_SHARE = 3;

    /** About so many times a run may load the project's classes anew; each time they begin uncompiled. */
    private static final int MOST_SESSIONS = 40;

    private final Map<Key, ConcurrentLinkedDeque<PlannedClass>> queues = new LinkedHashMap<>();
    private final Map<Job, List<PlannedClass>> jobs = new HashMap<>();
    /** Those whose classes share what a library keeps in their JVM; in two it would be made twice. */
    private final Set<Job> inOneJvm = new HashSet<>();
    /** The work on these that a lane has; no other takes of it. */
    private final Set<Key> had = ConcurrentHashMap.newKeySet();
    private final int lanes;
    private final int together;
    private final Order order;
    private final Comparator<PlannedClass> comparator;

    Work(List<PlannedClass> classes, RunSettings settings, int lanes, Confirmed confirmed) {
        this.lanes = lanes;
        this.together = settings.apart() ? 1 + classes.size() / MOST_SESSIONS : 0;
        this.order = settings.order();
        this.comparator = comparator(order);
        List<PlannedClass> ordered = new ArrayList<>(classes);
        ordered.sort(comparator);
        classes.forEach(it -> jobs.computeIfAbsent(it.job(), k -> new ArrayList<>()).add(it));
        jobs.keySet().stream().filter(it -> it.reuseForks() && it.spec().keepsContexts()).forEach(inOneJvm::add);
        for (PlannedClass it : ordered) {
            boolean inOrder = isInOrder(it.job());
            boolean fresh = inOrder || isForFreshJvms(it.job()) || settings.isolation() == Isolation.FRESH || settings.isolation() == Isolation.AUTO && it.needsFresh().isPresent()
                    || settings.certain() && !confirmed.all(it);
            queues.computeIfAbsent(new Key(it.job(), fresh ? Freshness.FRESH : Freshness.WARM, !inOrder && isBeside(it)), k -> new ConcurrentLinkedDeque<>()).add(it);
        }
    }

    /** Whether the classes of the job run one after the other in one JVM, in the build's order. */
    boolean isInOrder(Job job) {
        return job.order().isFixed() && jobs.get(job).size() > 1;
    }

    /** What a class needs before it in its JVM, in order: none where the build gives no order. */
    List<PlannedClass> before(PlannedClass it) {
        if (!isInOrder(it.job())) return List.of();
        return jobs.get(it.job()).stream().filter(other -> it.job().order().mayPrecede(other, it)).sorted(it.job().order().comparator()).toList();
    }

    /**
     * So many classes in a row share what they leave in static fields; 0: all. Where classes are kept apart, in a run of a few
     * each is alone. What is observed of one among many counts for its neighbours too; the next run of these few mends it.
     */
    int together() {
        return together;
    }

    /** Whether there are classes that run beside the others. */
    boolean hasBeside() {
        return queues.keySet().stream().anyMatch(Key::beside);
    }

    /**
     * The next classes for a lane: of the kind it worked on where some are left, else of the kind with most to do. What
     * runs beside the others is taken when nothing else is left; a lane that is there for it takes nothing else.
     */
    Optional<Batch> next(Optional<Key> preferred, Role role) {
        boolean beside = role == Role.BESIDE;
        while (true) {
            if (role == Role.IN_TIME) {
                Optional<Batch> late = late();
                if (late.isPresent()) return late;
            }
            Optional<Key> key = preferred.filter(k -> k.beside() == beside && !queues.get(k).isEmpty());
            if (key.isEmpty()) {
                preferred.ifPresent(had::remove);
                key = best(beside);
            }
            if (key.isEmpty() && !beside) key = best(true);
            if (key.isEmpty()) return Optional.empty();
            if (!key.equals(preferred) && inOneJvm.contains(key.get().job()) && !had.add(key.get())) continue;
            List<PlannedClass> classes = take(key.get());
            if (!classes.isEmpty()) return Optional.of(new Batch(key.get(), classes));
        }
    }

    /** A class that would end after all others if it did not begin now. */
    private Optional<Batch> late() {
        Optional<Batch> longest = Optional.empty();
        Duration left = Duration.ZERO;
        for (Map.Entry<Key, ConcurrentLinkedDeque<PlannedClass>> queue : queues.entrySet()) {
            if (queue.getKey().beside() || isInOrder(queue.getKey().job()) || inOneJvm.contains(queue.getKey().job())) continue;
            for (PlannedClass it : queue.getValue()) {
                left = left.plus(it.expected());
                if (longest.isEmpty() || it.expected().compareTo(longest.get().classes().get(0).expected()) > 0) {
                    longest = Optional.of(new Batch(queue.getKey(), List.of(it)));
                }
            }
        }
        Duration share = left.dividedBy(lanes);
        return longest.filter(it -> it.classes().get(0).expected().compareTo(SMALLEST_BATCH) > 0).filter(it -> it.classes().get(0).expected().compareTo(share) >= 0)
                .filter(it -> queues.get(it.key()).remove(it.classes().get(0)));
    }

    /** Gives back what a worker that died had not begun. */
    void putBack(Key key, List<PlannedClass> classes) {
        classes.forEach(queues.get(key)::addFirst);
    }

    private static Comparator<PlannedClass> comparator(Order order) {
        Comparator<PlannedClass> first = Comparator.comparing(it -> !it.first());
        return switch (order) {
            // A JVM that is lost is lost early, before a lane without work can take its class.
            case LONGEST_FIRST -> first.thenComparing(it -> it.manner() != Manner.LEAVES_THREADS).thenComparing(PlannedClass::expected, Comparator.reverseOrder());
            case NEAREST_FIRST -> first.thenComparing(it -> it.why().steps()).thenComparing(PlannedClass::expected);
        };
    }

    private Optional<Key> best(boolean beside) {
        return switch (order) {
            case LONGEST_FIRST -> longest(beside);
            case NEAREST_FIRST -> nearest(beside);
        };
    }

    /** Another lane may empty a queue while this one looks. */
    private Optional<Key> nearest(boolean beside) {
        Optional<Key> best = Optional.empty();
        Optional<PlannedClass> bestHead = Optional.empty();
        for (Map.Entry<Key, ConcurrentLinkedDeque<PlannedClass>> it : queues.entrySet()) {
            PlannedClass head = it.getValue().peekFirst();
            if (it.getKey().beside() != beside || head == null || had.contains(it.getKey()) || bestHead.isPresent() && comparator.compare(head, bestHead.get()) >= 0) continue;
            best = Optional.of(it.getKey());
            bestHead = Optional.of(head);
        }
        return best;
    }

    private Optional<Key> longest(boolean beside) {
        return queues.keySet().stream().filter(key -> key.beside() == beside && !had.contains(key) && !queues.get(key).isEmpty())
                .max(Comparator.comparing(key -> expected(queues.get(key))));
    }

    private List<PlannedClass> take(Key key) {
        ConcurrentLinkedDeque<PlannedClass> queue = queues.get(key);
        if (isInOrder(key.job())) return takeAll(queue, key.job().order().comparator());
        Duration share = expected(queue).dividedBy((long) lanes * PARTS_OF_A_SHARE);
        Duration enough = share.compareTo(SMALLEST_BATCH) < 0 ? SMALLEST_BATCH : share;
        List<PlannedClass> taken = new ArrayList<>();
        Duration sum = Duration.ZERO;
        while (sum.compareTo(enough) < 0 || inOneJvm.contains(key.job())) {
            PlannedClass it = queue.peekFirst();
            if (it == null || standsAlone(it) && !taken.isEmpty()) break;
            if (!queue.remove(it)) continue;
            taken.add(it);
            sum = sum.plus(it.expected());
            if (standsAlone(it)) break;
        }
        return taken;
    }

    private static List<PlannedClass> takeAll(ConcurrentLinkedDeque<PlannedClass> queue, Comparator<PlannedClass> order) {
        List<PlannedClass> taken = new ArrayList<>();
        for (PlannedClass it = queue.pollFirst(); it != null; it = queue.pollFirst()) taken.add(it);
        taken.sort(order);
        return taken;
    }

    private static boolean isForFreshJvms(Job job) {
        return job.runsSuites() || job.spec().freshness() == Freshness.FRESH;
    }

    /** A class in a JVM of its own in the build, one whose results bear other classes' names (a suite), one that runs beside the others. */
    private boolean standsAlone(PlannedClass it) {
        return !it.job().reuseForks() || isBeside(it) || it.testClass().certainty() == Certainty.ASK_ENGINE;
    }

    /** One that shares contexts runs where they are; the threads that it left are theirs, mostly, and end with them. */
    private boolean isBeside(PlannedClass it) {
        return it.manner().isBeside() && !inOneJvm.contains(it.job());
    }

    private static Duration expected(Iterable<PlannedClass> classes) {
        Duration sum = Duration.ZERO;
        for (PlannedClass it : classes) sum = sum.plus(it.expected());
        return sum;
    }

    /** What a lane is there for. A closed set. */
    enum Role {
        /** Takes what comes next. */
        IN_ORDER,
        /** As well, but begins what takes long so early that the run does not end later than it must. */
        IN_TIME,
        /** Takes what runs beside the others. */
        BESIDE
    }

    /** Work that one worker can do. */
    record Key(Job job, Freshness freshness, boolean beside) {
        /** The same work in a JVM of its own. */
        Key fresh() {
            return new Key(job, Freshness.FRESH, beside);
        }
    }

    record Batch(Key key, List<PlannedClass> classes) {}
}
