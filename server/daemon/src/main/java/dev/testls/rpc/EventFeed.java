package dev.testls.rpc;

import dev.testls.base.Cancel;
import dev.testls.engine.Broadcast;
import dev.testls.engine.Live;
import dev.testls.engine.LiveRun;
import dev.testls.engine.World;
import dev.testls.model.Excerpt;
import dev.testls.model.RunId;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.protocol.CoverageFoundParams;
import dev.testls.protocol.CoverageFoundParams.CoveredFile;
import dev.testls.protocol.DebuggerListeningParams;
import dev.testls.protocol.RunMessageParams;
import dev.testls.protocol.RunPhaseParams;
import dev.testls.protocol.SelectedTest;
import dev.testls.protocol.Status;
import dev.testls.protocol.TestItem;
import dev.testls.protocol.TestOutputParams;
import dev.testls.protocol.TestStartedParams;
import dev.testls.protocol.TestsChangedParams;
import dev.testls.protocol.TestsChangedParams.Change;
import dev.testls.protocol.TestsConfirmedParams;
import dev.testls.protocol.TestsEnqueuedParams;
import dev.testls.report.SourceLookup;
import dev.testls.run.EventSize;
import dev.testls.run.HeldResults;
import dev.testls.run.Plan;
import dev.testls.run.RunEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client is told of runs, of the tree and of the status: queued by whoever has something to tell, translated and
 * sent on a thread of its own.
 *
 * <p><b>Law:</b> nobody but that thread waits for the client. What waits for it takes bounded memory: where it reads slowly, output
 * gives way and how much of it is said, then the texts of results are cut, and of trees the last is told. Where all that does not
 * suffice, what waits is dropped, and {@code tls/eventsLost} is the last thing it hears until it synchronizes: never one result alone.
 */
final class EventFeed implements Broadcast.Listener {
    /** In characters, about; beyond that output gives way, and texts of results are cut. */
    static final long MAX_WAITING = 8 << 20;
    /** The same for what never gives way. */
    private static final long MAX_IN_ALL = 32 << 20;
    /** Each may be as large as the workspace; the way from one to the next is found when it is told, whatever was between. */
    private static final int MAX_WORLDS = 4;
    private static final int SMALL = EventSize.SMALL;
    private static final int MAX_OUTPUT = 32 << 10;
    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

    private final Live live;
    private final SourceLookup sources;
    private final BiConsumer<String, Object> client;
    private final String name;
    private final Set<String> own = ConcurrentHashMap.newKeySet();
    /** Guards what follows, to the next comment. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<News> waiting = new ArrayDeque<>();
    private long weight;
    /** Of each run, how much output was left out since something of it was last put here. */
    private final Map<RunId, Long> leftOut = new HashMap<>();
    private Hears hears = Hears.NOTHING;
    private boolean held;
    private boolean statusIsDue;
    private boolean ended;
    private Optional<Cancel.Registration> registration = Optional.empty();
    private Optional<Thread> thread = Optional.empty();
    /** The sending thread's, as all below. */
    private TestTreeDiff tree;
    private final Set<String> inserted = new HashSet<>();
    private Optional<Status> lastStatus = Optional.empty();

    /** @param client takes a method and its params; may wait while the client does not read */
    EventFeed(Live live, SourceLookup sources, BiConsumer<String, Object> client, String name) {
        this.live = live;
        this.sources = sources;
        this.client = client;
        this.name = name;
        this.tree = new TestTreeDiff(World.unknown());
    }

    /** From now on everything, beginning anew; nothing is sent before {@link #release}. The runs that go on. */
    List<LiveRun> synchronize() {
        return listen(Hears.EVERYTHING);
    }

    /** From now on this run at least. */
    void follow(RunId run) {
        own.add(run.value());
        boolean deaf;
        lock.lock();
        try {
            deaf = hears == Hears.NOTHING;
        } finally {
            lock.unlock();
        }
        if (deaf) {
            listen(Hears.OWN_RUNS);
            release();
        }
    }

    /** Whether a run, or the continuous run that it is a round of, was asked for here. */
    boolean isOwn(LiveRun run) {
        return own.contains(run.run().value()) || run.origin().round().filter(it -> own.contains(it.of().value())).isPresent();
    }

    /** Lets what waits be sent. */
    void release() {
        lock.lock();
        try {
            held = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is sent. */
    void end() {
        lock.lock();
        try {
            ended = true;
            hears = Hears.NOTHING;
            forget();
            registration.ifPresent(Cancel.Registration::close);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<LiveRun> listen(Hears wanted) {
        List<LiveRun> runs = new ArrayList<>();
        lock.lock();
        try {
            registration.ifPresent(Cancel.Registration::close);
            hears = Hears.NOTHING;
            held = true;
        } finally {
            lock.unlock();
        }
        // Not with our lock held: who tells something holds the broadcast's, and then wants ours.
        Cancel.Registration heard = live.broadcast().listen(new Broadcast.Listener() {
            @Override
            public void begins(World world, List<LiveRun> goingOn) {
                lock.lock();
                try {
                    hears = wanted;
                    forget();
                    add(new News(SMALL, false, () -> begin(world)));
                } finally {
                    lock.unlock();
                }
                runs.addAll(goingOn);
                EventFeed.this.begins(world, goingOn);
            }

            @Override
            public void worldChanged(World now) {
                EventFeed.this.worldChanged(now);
            }

            @Override
            public void runBegins(LiveRun run) {
                EventFeed.this.runBegins(run);
            }

            @Override
            public void planned(RunId run, Plan plan) {
                EventFeed.this.planned(run, plan);
            }

            @Override
            public void told(RunId run, RunEvent event) {
                EventFeed.this.told(run, event);
            }

            @Override
            public void confirmed(Set<TestId> tests) {
                EventFeed.this.confirmed(tests);
            }
        });
        lock.lock();
        try {
            registration = Optional.of(heard);
            if (ended || hears == Hears.NOTHING) heard.close();
            if (thread.isEmpty() && !ended) thread = Optional.of(RpcServer.thread(name, this::send));
        } finally {
            lock.unlock();
        }
        return runs;
    }

    @Override
    public void begins(World world, List<LiveRun> runs) {
        for (LiveRun run : runs) {
            if (isOwn(run)) own.add(run.run().value());
            run.plan().ifPresent(plan -> planned(run.run(), plan));
            run.finished().forEach(it -> told(run.run(), it));
        }
    }

    @Override
    public void worldChanged(World now) {
        lock.lock();
        try {
            if (waiting.stream().filter(News::world).count() >= MAX_WORLDS) {
                News first = waiting.stream().filter(News::world).findFirst().orElseThrow();
                waiting.remove(first);
                weight -= first.size();
            }
        } finally {
            lock.unlock();
        }
        put(new News(SMALL, true, () -> tellTree(now)), true);
    }

    @Override
    public void runBegins(LiveRun run) {
        boolean mine = isOwn(run);
        if (mine) own.add(run.run().value());
        if (hears(run.run())) put(new News(SMALL, false, () -> client.accept("tls/runStarted", ToWire.started(run, mine))), true);
    }

    @Override
    public void planned(RunId run, Plan plan) {
        if (!hears(run) || plan.classes().isEmpty()) return;
        put(new News((long) SMALL * plan.classes().size(), false, () -> {
            for (List<SelectedTest> part : Cut.parts(ToWire.selected(plan), ToWire::bytes)) client.accept("tls/testsEnqueued", new TestsEnqueuedParams(run.value(), part));
        }), false);
    }

    @Override
    public void confirmed(Set<TestId> tests) {
        lock.lock();
        try {
            if (hears != Hears.EVERYTHING) return;
            List<String> ids = tests.stream().map(TestId::toString).sorted().toList();
            put(new News((long) SMALL * ids.size(), false, () -> {
                for (List<String> part : Cut.parts(ids, Cut::encoded)) client.accept("tls/testsConfirmed", new TestsConfirmedParams(part));
            }), true);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void told(RunId run, RunEvent event) {
        if (!hears(run)) return;
        boolean over = event instanceof RunEvent.RunFinished;
        if (event instanceof RunEvent.Output it) {
            putOutput(run, it.text().length(), event);
        } else if (event instanceof RunEvent.StrayOutput it) {
            putOutput(run, it.text().length(), event);
        } else {
            RunEvent light = event instanceof RunEvent.TestFinished it ? it.with(light(it.result())) : event;
            lock.lock();
            try {
                // Its result tells all that it would.
                if (event instanceof RunEvent.TestStarted && weight > MAX_WAITING) return;
                sayWhatIsLeftOut(run);
                put(new News(EventSize.of(light), false, () -> light.on(new Telling(run))), over);
            } finally {
                lock.unlock();
            }
        }
        if (over) own.remove(run.value());
    }

    /** A result without what the test wrote, which was told when it came; with what it threw in short, where much waits already. */
    private TestResult light(TestResult it) {
        TestResult light = new TestResult(it.test(), it.outcome(), it.duration(), it.failure(), it.skipReason(), "", "", it.attempts(), it.worker());
        lock.lock();
        try {
            return weight + EventSize.of(light) > MAX_WAITING ? HeldResults.excerpt(light) : light;
        } finally {
            lock.unlock();
        }
    }

    private void putOutput(RunId run, int length, RunEvent output) {
        lock.lock();
        try {
            if (weight + length > MAX_WAITING) {
                leftOut.merge(run, (long) length, Long::sum);
                return;
            }
            sayWhatIsLeftOut(run);
            put(new News(EventSize.of(output), false, () -> output.on(new Telling(run))), false);
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held. */
    private void sayWhatIsLeftOut(RunId run) {
        Long missing = leftOut.remove(run);
        if (missing != null) put(new News(SMALL, false, () -> new Telling(run).write(null, false, Excerpt.leftOut(missing))), false);
    }

    private boolean hears(RunId run) {
        lock.lock();
        try {
            return hears == Hears.EVERYTHING || hears == Hears.OWN_RUNS && own.contains(run.value());
        } finally {
            lock.unlock();
        }
    }

    private void put(News news, boolean statusChanges) {
        lock.lock();
        try {
            if (hears == Hears.NOTHING || ended) return;
            statusIsDue |= statusChanges;
            add(news);
            if (weight > MAX_IN_ALL) lose();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(News news) {
        waiting.add(news);
        weight += news.size();
    }

    private void forget() {
        waiting.clear();
        leftOut.clear();
        weight = 0;
    }

    private void lose() {
        log.warn("{} reads too slowly: events are dropped", name);
        forget();
        hears = Hears.NOTHING;
        statusIsDue = false;
        registration.ifPresent(Cancel.Registration::close);
        add(new News(0, false, () -> client.accept("tls/eventsLost", null)));
    }

    private void send() {
        for (Optional<News> next = next(); next.isPresent(); next = next()) {
            try {
                next.get().telling().run();
            } catch (RuntimeException e) {
                log.error("{}: an event was lost", name, e);
            }
        }
    }

    /** The next news; empty at the end. */
    private Optional<News> next() {
        lock.lock();
        try {
            while (!ended && (held || waiting.isEmpty() && !statusIsDue)) changed.awaitUninterruptibly();
            if (ended) return Optional.empty();
            if (waiting.isEmpty()) {
                statusIsDue = false;
                return Optional.of(new News(0, false, hears == Hears.EVERYTHING ? this::tellStatus : () -> {}));
            }
            News next = waiting.remove();
            weight -= next.size();
            return Optional.of(next);
        } finally {
            lock.unlock();
        }
    }

    private void begin(World world) {
        tree = new TestTreeDiff(world);
        inserted.clear();
        lastStatus = Optional.empty();
    }

    private void tellStatus() {
        Status status = ToWire.status(live);
        if (lastStatus.equals(Optional.of(status))) return;
        lastStatus = Optional.of(status);
        client.accept("tls/statusChanged", status);
    }

    private void tellTree(World now) {
        TestTreeDiff next = new TestTreeDiff(now);
        TestItems items = new TestItems(now, live.broadcast(), live.red());
        List<Change> changes = tree.to(next, items, id -> inserted.removeIf(it -> it.startsWith(id)));
        tree = next;
        boolean everything;
        lock.lock();
        try {
            everything = hears == Hears.EVERYTHING;
        } finally {
            lock.unlock();
        }
        if (everything && !changes.isEmpty()) tell(changes);
    }

    private void tell(List<Change> changes) {
        List<Change> small = changes.stream().flatMap(it -> TestTreeDiff.split(it).stream()).toList();
        for (List<Change> part : Cut.parts(small, TestTreeDiff::bytes)) client.accept("tls/testsChanged", new TestsChangedParams(tree.revision().value(), part));
    }

    /** Has the client know of a test that source did not tell of, before it hears what became of it. */
    private void insert(TestDescriptor test) {
        TestItems items = new TestItems(live.world(), live.broadcast(), List.of());
        List<TestItem> unknown = new ArrayList<>();
        TestId id = test.id();
        List<String> names = test.displayNames();
        for (int i = names.size() - 1; !tree.holds(id) && inserted.add(id.toString()); i--) {
            String label = names.get(Math.max(0, i));
            boolean invocation = !id.invocation().isEmpty();
            unknown.add(0, invocation ? items.invocation(id, label) : items.unforeseen(id, label));
            if (invocation) {
                id = TestItems.outer(id);
            } else if (!id.method().isEmpty()) {
                id = TestId.ofClass(id.module(), id.className());
            } else {
                break;
            }
        }
        if (!unknown.isEmpty()) tell(List.of(new Change(Change.INSERT, unknown.get(0).parent(), unknown)));
    }

    private enum Hears { NOTHING, OWN_RUNS, EVERYTHING }

    /** @param world whether it tells of one */
    private record News(long size, boolean world, Runnable telling) {}

    /** Translates and sends. */
    private final class Telling implements RunEvent.Cases<Void> {
        private final String run;
        private final RunId id;

        Telling(RunId id) {
            this.id = id;
            this.run = id.value();
        }

        @Override
        public Void phaseStarted(RunEvent.PhaseStarted it) {
            String phase = it.phase().startsWith("compiling") ? RunPhaseParams.COMPILE : it.phase().startsWith("asking") ? RunPhaseParams.SELECT : RunPhaseParams.READ;
            return say("tls/runPhase", new RunPhaseParams(run, phase, Cut.middle(it.phase(), 4 << 10), null, null, null));
        }

        @Override
        public Void stepFinished(RunEvent.StepFinished it) {
            return null;
        }

        @Override
        public Void notice(RunEvent.Notice it) {
            return say("tls/runMessage", new RunMessageParams(run, RunMessageParams.NOTICE, Cut.middle(it.text(), 64 << 10), null, null, null));
        }

        @Override
        public Void buildProblemFound(RunEvent.BuildProblemFound it) {
            return say("tls/runMessage", new RunMessageParams(run, RunMessageParams.BUILD_PROBLEM, Cut.middle(it.message(), 64 << 10),
                    it.details().isEmpty() ? null : Cut.middle(it.details(), 256 << 10), it.hint().isEmpty() ? null : Cut.middle(it.hint(), 64 << 10), null));
        }

        @Override
        public Void compiled(RunEvent.Compiled it) {
            it.problems().forEach(problem -> say("tls/runMessage", ToWire.message(id, problem)));
            return null;
        }

        @Override
        public Void runStarted(RunEvent.RunStarted it) {
            return say("tls/runPhase", new RunPhaseParams(run, RunPhaseParams.RUN, null, it.revision().value(), it.tests(), it.workers()));
        }

        @Override
        public Void debuggerListening(RunEvent.DebuggerListening it) {
            return say("tls/debuggerListening", new DebuggerListeningParams(run, it.host(), it.port()));
        }

        @Override
        public Void testStarted(RunEvent.TestStarted it) {
            if (it.test().kind() != TestDescriptor.Kind.TEST) return null;
            insert(it.test());
            return say("tls/testStarted", new TestStartedParams(run, it.test().id().toString(), it.worker()));
        }

        @Override
        public Void output(RunEvent.Output it) {
            return write(it.test().id().toString(), it.error(), it.text());
        }

        @Override
        public Void strayOutput(RunEvent.StrayOutput it) {
            return write(null, it.error(), it.text());
        }

        @Override
        public Void testFinished(RunEvent.TestFinished it) {
            insert(it.result().test());
            return say("tls/testFinished", ToWire.finished(id, it, sources));
        }

        @Override
        public Void classFinished(RunEvent.ClassFinished it) {
            return null;
        }

        @Override
        public Void coverageFound(RunEvent.CoverageFound it) {
            for (List<CoveredFile> part : Cut.parts(it.files().stream().map(ToWire::covered).toList(), ToWire::bytes)) {
                say("tls/coverageFound", new CoverageFoundParams(run, part));
            }
            return null;
        }

        @Override
        public Void runFinished(RunEvent.RunFinished it) {
            return say("tls/runFinished", ToWire.finished(id, it.summary()));
        }

        @Override
        public Void statusChanged(RunEvent.StatusChanged it) {
            return null;
        }

        @Override
        public Void testAffected(RunEvent.TestAffected it) {
            return null;
        }

        @Override
        public Void stillRed(RunEvent.StillRed it) {
            // Editors know what is red.
            return null;
        }

        private Void write(String test, boolean error, String text) {
            for (int from = 0; from < text.length(); ) {
                int to = Math.min(text.length(), from + MAX_OUTPUT);
                if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) to--;
                say("tls/testOutput", new TestOutputParams(run, test, error ? "err" : "out", text.substring(from, to)));
                from = to;
            }
            return null;
        }

        private Void say(String method, Object params) {
            client.accept(method, params);
            return null;
        }
    }
}
