package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.Outcome;
import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.run.EventSize;
import dev.testls.run.HeldResults;
import dev.testls.run.Plan;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSettings.RunKind;
import dev.testls.run.RunSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where all runs are told, whoever started them, and each new state of the world.
 *
 * <p><b>Law:</b> each run that begins is finished, once. A listener hears events of a run in their order, and one event at a
 * time; it has to be quick, since runs wait for it.
 */
public final class Broadcast {
    /** An id stays taken for so many runs after its own has ended. */
    private static final int IDS_REMEMBERED = 1000;
    /** Of each test, besides the last one. */
    private static final int OUTCOMES_REMEMBERED = 4;
    /** Of each run that goes on, so much of what its tests threw is kept for who comes late, in characters; then only excerpts. */
    private static final long MOST_FAILURES = 8 << 20;

    private final Ticker ticker;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** By id, those that were begun or reserved and have not ended. Guarded by this, as all below. */
    private final Map<RunId, Told> runs = new LinkedHashMap<>();
    private final Map<RunId, Cancel> reserved = new HashMap<>();
    private final Map<RunId, Boolean> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, Boolean> eldest) {
            return size() > IDS_REMEMBERED;
        }
    };
    private final Map<TestId, Known> outcomes = new HashMap<>();
    private final Map<TestId, List<Outcome>> before = new HashMap<>();
    private World world = World.unknown();

    public Broadcast(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Has {@code listener} hear everything from now on. */
    public synchronized Cancel.Registration listen(Listener listener) {
        listener.begins(world, runs.values().stream().map(Told::state).toList());
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Keeps an id for a run that is about to begin; what its wish to end is told through. Empty when the id is taken. */
    public synchronized Optional<Cancel> reserve(RunId run) {
        if (runs.containsKey(run) || reserved.containsKey(run) || ended.containsKey(run)) return Optional.empty();
        Cancel cancel = new Cancel();
        reserved.put(run, cancel);
        return Optional.of(cancel);
    }

    /** The wish of a run that goes on, or is about to begin. */
    public synchronized Optional<Cancel> cancelOf(RunId run) {
        return Optional.ofNullable(runs.get(run)).map(it -> it.cancel).or(() -> Optional.ofNullable(reserved.get(run)));
    }

    /** What came of tests when they last ran in this life of the daemon: those of a class, by id. */
    public synchronized Optional<Known> outcome(TestId test) {
        return Optional.ofNullable(outcomes.get(test));
    }

    /** How a test ended before it last did, in this life of the daemon: the latest first, a few at most. */
    public synchronized List<Outcome> before(TestId test) {
        return List.copyOf(before.getOrDefault(test, List.of()));
    }

    /** The invocations of a method that ran, as far as their class is the one that ran. */
    public synchronized List<Known> invocations(TestId method) {
        return outcomes.values().stream().filter(it -> !it.test().invocation().isEmpty() && it.test().declared().equals(method)).toList();
    }

    /** The runs that go on. */
    public synchronized List<RunId> running() {
        return List.copyOf(runs.keySet());
    }

    synchronized void world(World now) {
        boolean same = world.revision().equals(now.revision()) && world.tests() == now.tests() && world.problem().equals(now.problem());
        world = now;
        if (!same) listeners.forEach(it -> it.worldChanged(now));
    }

    /** A JVM without a history has shown what was told of these, all their invocations too. */
    synchronized void confirmed(Set<TestId> tests) {
        outcomes.replaceAll((id, it) -> it.certain() || !tests.contains(id.declared()) ? it
                : new Known(it.test(), it.displayNames(), it.outcome(), it.duration(), it.revision(), true));
        listeners.forEach(it -> it.confirmed(tests));
    }

    /** Begins to tell a run; closing what is returned ends it, where it has not told its end. */
    Told begins(RunId run, Origin origin, RunKind kind, boolean continuous, Cancel cancel) {
        Told told = new Told(run, origin, kind, continuous, cancel);
        synchronized (this) {
            reserved.remove(run);
            runs.put(run, told);
            LiveRun state = told.state();
            listeners.forEach(it -> it.runBegins(state));
        }
        return told;
    }

    private static List<Outcome> withEarlier(List<Outcome> earlier, List<Outcome> latest) {
        return Stream.concat(latest.stream(), earlier.stream()).limit(OUTCOMES_REMEMBERED).toList();
    }

    /** Hears what is told. */
    public interface Listener {
        /** Once, first: what goes on already. */
        void begins(World world, List<LiveRun> runs);

        void worldChanged(World now);

        void runBegins(LiveRun run);

        void planned(RunId run, Plan plan);

        /** What was told of these, as they are declared, is certain now. */
        default void confirmed(Set<TestId> tests) {}

        /** The last one of a run is {@code RunFinished}. */
        void told(RunId run, RunEvent event);
    }

    /**
     * What came of a test.
     *
     * @param displayNames from the class down to the test itself
     * @param certain whether a JVM without a history gave it
     */
    public record Known(TestId test, List<String> displayNames, Outcome outcome, Duration duration, Revision revision, boolean certain) {
        public Known {
            displayNames = List.copyOf(displayNames);
        }
    }

    /** One run's way to everybody. */
    final class Told implements Consumer<RunEvent>, AutoCloseable {
        private final RunId run;
        private final Origin origin;
        private final RunKind kind;
        private final boolean continuous;
        private final Cancel cancel;
        private final long begun = ticker.nanos();
        /** Guarded by the broadcast, as all below. */
        private final List<RunEvent.TestFinished> finished = new ArrayList<>();
        private Optional<Plan> plan = Optional.empty();
        private boolean over;
        private long failures;
        private int passed;
        private int failed;
        private int errors;
        private int skipped;
        private int flaky;

        private Told(RunId run, Origin origin, RunKind kind, boolean continuous, Cancel cancel) {
            this.run = run;
            this.origin = origin;
            this.kind = kind;
            this.continuous = continuous;
            this.cancel = cancel;
        }

        void planned(Plan it) {
            synchronized (Broadcast.this) {
                plan = Optional.of(it);
                listeners.forEach(listener -> listener.planned(run, it));
            }
        }

        @Override
        public void accept(RunEvent event) {
            synchronized (Broadcast.this) {
                if (over) return;
                if (event instanceof RunEvent.TestFinished it) take(it);
                if (event instanceof RunEvent.RunFinished) end();
                listeners.forEach(listener -> listener.told(run, event));
            }
        }

        /** The end, where it was not told: of a continuous run, or of one that broke. */
        @Override
        public void close() {
            RunSummary.End end = continuous ? RunSummary.End.CANCELLED : RunSummary.End.INTERNAL_ERROR;
            synchronized (Broadcast.this) {
                accept(new RunEvent.RunFinished(new RunSummary(run, end, passed, failed, errors, skipped, flaky, List.of(), 0, ticker.since(begun), "")));
            }
        }

        private LiveRun state() {
            return new LiveRun(run, origin, kind, continuous, plan, finished);
        }

        private void take(RunEvent.TestFinished event) {
            TestResult result = event.result();
            TestResult light = new TestResult(result.test(), result.outcome(), result.duration(), result.failure(), result.skipReason(), "", "",
                    result.attempts(), result.worker());
            failures += EventSize.text(light);
            finished.add(event.with(failures <= MOST_FAILURES ? light : HeldResults.excerpt(light)));
            Revision revision = plan.map(Plan::revision).orElse(world.revision());
            Known last = outcomes.get(result.id());
            if (last != null) before.merge(result.id(), List.of(last.outcome()), Broadcast::withEarlier);
            outcomes.put(result.id(), new Known(result.id(), result.test().displayNames(), result.outcome(), result.duration(), revision, event.certain()));
            count(result);
            origin.round().map(round -> runs.get(round.of())).filter(Objects::nonNull).ifPresent(it -> it.count(result));
        }

        private void count(TestResult result) {
            if (result.isFlaky()) flaky++;
            switch (result.outcome()) {
                case PASSED -> passed++;
                case FAILED -> failed++;
                case ERROR -> errors++;
                case SKIPPED -> skipped++;
            }
        }

        private void end() {
            over = true;
            runs.remove(run);
            ended.put(run, true);
        }
    }
}
