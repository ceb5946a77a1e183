package dev.testls.run;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.Failure;
import dev.testls.model.Observation;
import dev.testls.model.Outcome;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestResult;
import dev.testls.model.TestResult.Attempt;
import dev.testls.pool.Freshness;
import dev.testls.pool.Held;
import dev.testls.pool.Lease;
import dev.testls.pool.Neighbours;
import dev.testls.pool.NoJvmException;
import dev.testls.pool.TestBatch.Choice;
import dev.testls.pool.WorkerEnd;
import dev.testls.pool.WorkerListener;
import dev.testls.pool.WorkerSpec;
import dev.testls.pool.Workers;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunSummary.NotRun;
import dev.testls.run.Work.Batch;
import dev.testls.run.Work.Key;
import dev.testls.select.Proof;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * One worker's share of a run: takes batches, runs them, and tells only outcomes that are final.
 *
 * <p><b>Law:</b> what is red in a reused JVM, or ended it, runs again in a fresh one before it is told; what the fresh
 * one says is what is told. So it is with what is red in any JVM after another class failed to link there. And what is red in a fresh
 * one while another JVM may have been the cause runs once more when no other is in its way, and with it what gave up in that JVM
 * since. What a reused JVM says is told as provisional, unless a JVM without a history has said it before.
 */
final class Lane implements AutoCloseable {
    /** The type that a failure bears when its JVM died; no throwable was there to give one. */
    static final String DIED = "the test's JVM ended";

    /** Shorter classes tell too little of how they spend their time, and gain too little by it. */
    private static final Duration LONG = Duration.ofSeconds(1);
    private static final double NEARLY_ALL = 0.8;
    /** So many JVMs may be killed before anything begins in them. */
    private static final int TRIES = 3;
    /** So often other JVMs are looked at for one class in one JVM. */
    private static final int LOOKS = 5;

    private final Workers workers;
    private final Work work;
    private final RunSettings settings;
    private final Cancel stop;
    private final Ticker ticker;
    private final Consumer<RunEvent> tell;
    private final Consumer<NotRun> tellNotRun;
    private final Lessons lessons;
    private final Observer observer;
    private final Confirmed confirmed;
    private final Work.Role role;
    private final FreshJvms freshJvms;
    private final HeldResults heldResults;
    /** What classes of the batch that runs showed, in whatever JVM. */
    private final List<ClassRun> shown = new ArrayList<>();
    /** The kind of work that this lane does now. */
    private Optional<Key> kind = Optional.empty();
    /** The lane's own, for that kind of work. */
    private Optional<Lease> own = Optional.empty();
    /** What was told, so that each test is told once, whatever ran twice. */
    private final Set<String> told = new HashSet<>();
    private final Set<PlannedClass> ended = new HashSet<>();
    private final Set<PlannedClass> observed = new HashSet<>();
    /** What is red and waits to run alone. */
    private final List<Doubt> doubts = new ArrayList<>();
    /** Whether this lane runs while nothing else does. */
    private boolean alone;

    Lane(Workers workers, Work work, RunSettings settings, Cancel stop, Ticker ticker, Consumer<RunEvent> tell,
            Consumer<NotRun> tellNotRun, Lessons lessons, Observer observer, Confirmed confirmed, FreshJvms freshJvms, HeldResults heldResults, Work.Role role) {
        this.workers = workers;
        this.work = work;
        this.settings = settings;
        this.stop = stop;
        this.ticker = ticker;
        this.tell = tell;
        this.tellNotRun = tellNotRun;
        this.lessons = lessons;
        this.observer = observer;
        this.confirmed = confirmed;
        this.freshJvms = freshJvms;
        this.heldResults = heldResults;
        this.role = role;
    }

    /** Works until nothing is left or stopping is asked for. Its last JVM stays its own until {@link #close}. */
    void work() {
        try {
            while (!stop.requested()) {
                Optional<Batch> batch = work.next(kind, role);
                if (batch.isEmpty()) return;
                Optional<Key> next = Optional.of(batch.get().key());
                if (!next.equals(kind)) closeOwn();
                kind = next;
                run(batch.get());
            }
        } catch (CancellationException e) {
            // Asked to stop while it waited for a JVM.
            if (!stop.requested()) throw e;
        }
    }

    /** Whether something of what it ran has to run again alone. */
    boolean isInDoubt() {
        return !doubts.isEmpty();
    }

    /** Runs alone what was red while other JVMs may have been the cause; to be called when no lane of the run has a JVM any more. */
    void settle() {
        alone = true;
        try {
            for (Doubt it : doubts) {
                if (stop.requested()) return;
                Optional<Key> next = Optional.of(it.before().fresh());
                if (!next.equals(kind)) closeOwn();
                kind = next;
                tell.accept(new RunEvent.Notice(it.first().planned.name() + " was red while " + it.why() + ", and runs again alone"));
                settle(it);
            }
        } catch (CancellationException e) {
            if (!stop.requested()) throw e;
        }
    }

    private void settle(Doubt doubt) {
        try {
            confirm(doubt.before(), doubt.first(), doubt.inDoubt());
        } catch (IOException e) {
            tellNotRun.accept(notRun(doubt.first().planned, e));
        } finally {
            closeShown();
        }
    }

    /** What is in doubt is asked for its results until it is settled. */
    private void closeShown() {
        for (ClassRun it : shown) {
            if (alone || doubts.stream().noneMatch(doubt -> doubt.first() == it)) it.close();
        }
        shown.clear();
    }

    /** Nobody asks for what it showed any more. */
    void forget() {
        doubts.forEach(it -> it.first().close());
    }

    /** Gives its JVM back; to be called when it works no more. */
    @Override
    public void close() {
        closeOwn();
    }

    private void run(Batch batch) {
        Key key = batch.key();
        try {
            Go go = go(key, batch.classes(), Told.LIVE);
            WorkerEnd end = go.end;
            if (end instanceof WorkerEnd.Cancelled) return;
            Optional<WorkerEnd.Died> died = Optional.of(end).filter(WorkerEnd.Died.class::isInstance).map(WorkerEnd.Died.class::cast);
            boolean nothingBegan = died.isPresent() && go.current.isEmpty();
            if (died.isPresent() && !nothingBegan) {
                work.putBack(key, go.classes.values().stream().filter(it -> !it.touched()).map(it -> it.planned).toList());
            }
            for (ClassRun it : go.classes.values()) {
                if (stop.requested()) return;
                boolean hit = died.isPresent() && (nothingBegan || go.current.get() == it);
                boolean inDoubt = go.isSpoiltFor(it) && (hit || it.redOrAborted());
                if (inDoubt || key.freshness() == Freshness.WARM && (hit || it.touched() && it.red() || died.isEmpty() && it.isSilent())) {
                    confirm(key, it, inDoubt);
                } else if (it.meanwhile.isPresent() && (hit || it.redOrAborted())) {
                    doubts.add(new Doubt(key, it, false, it.meanwhile.get()));
                } else if (hit) {
                    afterDeath(key, it, died.get(), List.of(), go.proof);
                } else if (died.isEmpty() || it.touched()) {
                    observed(it, key.freshness() == Freshness.WARM && died.isEmpty(), go.ranIn());
                    finish(key, it, it.results(), List.of(), go.proof);
                }
            }
        } catch (IOException e) {
            batch.classes().stream().filter(it -> !ended.contains(it)).forEach(it -> tellNotRun.accept(notRun(it, e)));
        } finally {
            closeShown();
        }
    }

    private static NotRun notRun(PlannedClass planned, IOException why) {
        return new NotRun(planned.name(), why.getMessage(), why instanceof NoJvmException ? RunSummary.Blame.MACHINE : RunSummary.Blame.BUILD);
    }

    /**
     * Runs it again in a fresh JVM, after the classes that the build has run before it there.
     *
     * @param inDoubt the JVM may have been to blame, for what another class left of it
     */
    private void confirm(Key before, ClassRun first, boolean inDoubt) throws IOException {
        if (!alone) endWhatHolds();
        Key key = before.fresh();
        boolean wasFresh = before.freshness() == Freshness.FRESH;
        List<TestResult> earlier = wasFresh ? List.of() : first.results();
        List<PlannedClass> classes = new ArrayList<>(work.before(first.planned));
        if (work.isInOrder(key.job())) {
            closeOwn();
            freshJvms.endIdle();
        }
        classes.add(first.planned.asAsked());
        Go go = go(key, classes, Told.RESULTS);
        WorkerEnd end = go.end;
        ClassRun fresh = go.classes.get(first.planned.name());
        if (end instanceof WorkerEnd.Cancelled) return;
        Optional<String> doubt = fresh.meanwhile.or(() -> Optional.of("tests ran in another JVM at the same time, which may use the same files")
                .filter(any -> fresh.besideOthers && first.usesFiles()));
        if (doubt.isPresent() && (end instanceof WorkerEnd.Died || fresh.redOrAborted())) {
            doubts.add(new Doubt(before, first, inDoubt, doubt.get()));
            return;
        }
        if (end instanceof WorkerEnd.Died died) {
            afterDeath(key, fresh, died, earlier, go.proof);
            return;
        }
        observed(first, !wasFresh && sameRed(first, fresh), RanIn.fresh(go.proof));
        // What other JVMs may have done says nothing of reused ones.
        boolean learn = !inDoubt && !alone && first.meanwhile.isEmpty();
        if (learn && !fresh.red() && !fresh.results().isEmpty()) {
            String why = first.results().stream().filter(result -> result.outcome().isRed()).findFirst()
                    .map(result -> result.id().method() + " was red in a reused JVM and passed in a fresh one: " + result.failureLine())
                    .orElse("it ended a reused JVM and passed in a fresh one");
            lessons.needsFresh(first.planned, why);
            tell.accept(new RunEvent.Notice(first.planned.name() + " needs fresh JVMs: " + why));
        }
        finish(key, fresh, fresh.results(), earlier, go.proof);
    }

    /** The JVM in which the class was red must not be what makes it red again. */
    private void endWhatHolds() {
        Held held = own.map(Lease::held).orElse(Held.NOTHING);
        if (held.isEmpty()) return;
        own.orElseThrow().spoil("what was red in it ran again elsewhere");
        closeOwn();
    }

    /** Once for each class: what was told of it when it ended may have to serve although the run is cancelled later. */
    private void observed(ClassRun it, boolean completedInWarm, RanIn ranIn) {
        if (observed.add(it.planned)) observer.observed(it.planned, completedInWarm ? List.copyOf(it.observations()) : List.of(), completedInWarm, ranIn);
    }

    /** Whether a fresh JVM showed what a reused one had shown; then what the reused one did is what the tests do. */
    private static boolean sameRed(ClassRun warm, ClassRun fresh) {
        return warm.completed && warm.red() && redIds(warm).equals(redIds(fresh));
    }

    private static Set<String> redIds(ClassRun it) {
        Set<String> ids = new TreeSet<>();
        it.results().stream().filter(result -> result.outcome().isRed()).forEach(result -> ids.add(result.test().uniqueId()));
        return ids;
    }

    /**
     * Tells the tests that ran, blames those that were running, and runs the rest of the class in another JVM: each death
     * takes at least one test with it, so this ends.
     */
    private void afterDeath(Key key, ClassRun it, WorkerEnd.Died died, List<TestResult> earlier, Proof proof) throws IOException {
        List<TestResult> results = new ArrayList<>(it.results());
        List<TestDescriptor> blamed = blamed(died.running(), it.planned);
        for (TestDescriptor test : blamed) results.add(died(test, died));
        boolean testBlamed = blamed.stream().anyMatch(test -> test.kind() == TestDescriptor.Kind.TEST);
        observed(it, false, RanIn.fresh(proof));
        if (blamed.isEmpty()) tellNotRun.accept(new NotRun(it.planned.name(), died.cause() + tail(died)));

        Set<String> rest = new TreeSet<>(it.planned.tests().isEmpty() ? it.planned.testClass().tests() : it.planned.tests());
        rest.removeAll(it.begun());
        if (testBlamed && !rest.isEmpty() && !stop.requested()) {
            PlannedClass restOfClass = it.planned.only(List.copyOf(rest));
            Go go = go(key, List.of(restOfClass), Told.RESULTS);
            WorkerEnd end = go.end;
            ClassRun restRun = go.classes.get(restOfClass.name());
            if (restRun.meanwhile.isPresent() && (end instanceof WorkerEnd.Died || restRun.redOrAborted())) {
                doubts.add(new Doubt(key, it, false, restRun.meanwhile.get()));
                return;
            }
            if (end instanceof WorkerEnd.Died again) {
                tellAll(it.planned, results, earlier, proof);
                afterDeath(key, restRun, again, earlier, proof);
                return;
            }
            results.addAll(restRun.results());
        }
        finish(key, it, results, earlier, proof);
    }

    /** Of what was running, the tests; where no test was, the innermost container. */
    private static List<TestDescriptor> blamed(List<TestDescriptor> running, PlannedClass planned) {
        List<TestDescriptor> ofClass = running.stream().filter(test -> planned.holds(test.id().className())).toList();
        List<TestDescriptor> candidates = ofClass.isEmpty() ? running : ofClass;
        List<TestDescriptor> tests = candidates.stream().filter(test -> test.kind() == TestDescriptor.Kind.TEST).toList();
        if (!tests.isEmpty() || candidates.isEmpty()) return tests;
        return List.of(candidates.get(candidates.size() - 1));
    }

    private static TestResult died(TestDescriptor test, WorkerEnd.Died died) {
        Failure failure = new Failure(DIED, died.cause(), died.cause() + tail(died), Optional.empty(), Optional.empty());
        return new TestResult(test, Outcome.ERROR, Duration.ZERO, Optional.of(failure), "", "", "", List.of(), "");
    }

    private static String tail(WorkerEnd.Died died) {
        return died.tail().isBlank() ? "" : "\n" + died.tail().stripTrailing();
    }

    /** Reruns what is red as often as the build says, tells everything, and that the class has ended. */
    private void finish(Key key, ClassRun it, List<TestResult> results, List<TestResult> earlier, Proof proof) throws IOException {
        List<TestResult> last = List.copyOf(results);
        for (int i = 0; i < key.job().reruns() && !stop.requested(); i++) {
            List<String> red = last.stream().filter(result -> result.outcome().isRed() && !result.id().method().isEmpty())
                    .map(result -> result.id().className() + "#" + result.id().method()).distinct().toList();
            if (red.isEmpty()) break;
            PlannedClass again = it.planned.only(red);
            Go go = go(key.fresh(), List.of(again), Told.RESULTS);
            if (!(go.end instanceof WorkerEnd.Completed)) break;
            last = merge(last, go.classes.get(again.name()).results(), "rerun " + (i + 1));
        }
        if (!ended.add(it.planned)) return;
        tellAll(it.planned, last, earlier, proof);
        tell.accept(new RunEvent.ClassFinished(it.planned.job().module(), it.planned.job().execution(), it.planned.name(), it.wall()));
    }

    /** Red results that ran again and ended differently become the new ones, with the old ones as attempts. */
    private static List<TestResult> merge(List<TestResult> before, List<TestResult> again, String where) {
        Map<String, TestResult> newer = new HashMap<>();
        again.forEach(result -> newer.put(result.test().uniqueId(), result));
        return before.stream().map(old -> {
            TestResult result = newer.get(old.test().uniqueId());
            return !old.outcome().isRed() || result == null ? old : withAttempt(result, old, where);
        }).toList();
    }

    private void tellAll(PlannedClass planned, List<TestResult> results, List<TestResult> earlier, Proof proof) {
        Map<String, TestResult> reused = new HashMap<>();
        earlier.stream().filter(result -> result.outcome().isRed()).forEach(result -> reused.put(result.test().uniqueId(), result));
        for (TestResult result : results) {
            TestResult warm = reused.get(result.test().uniqueId());
            boolean differs = warm != null && warm.outcome() != result.outcome();
            if (!told.add(planned.job().execution() + " " + planned.job().module() + " " + result.test().uniqueId())) continue;
            boolean certain = proof != Proof.NONE || result.outcome().isRed() || confirmed.test(planned, result.id().className() + "#" + result.id().method());
            tell.accept(new RunEvent.TestFinished(differs ? withAttempt(result, warm, Attempt.REUSED_JVM) : result, certain, planned.name()));
        }
    }

    private static TestResult withAttempt(TestResult result, TestResult earlier, String where) {
        List<Attempt> attempts = new ArrayList<>(earlier.attempts());
        attempts.add(new Attempt(earlier.outcome(), earlier.duration(), earlier.failure(), where));
        attempts.addAll(result.attempts());
        return new TestResult(result.test(), result.outcome(), result.duration(), result.failure(), result.skipReason(),
                result.stdout(), result.stderr(), attempts, result.worker());
    }

    /** Runs these classes; in another JVM where somebody killed one before anything began in it, of which nothing follows for them. */
    private Go go(Key key, List<PlannedClass> planned, Told told) throws IOException {
        for (int tries = 1; ; tries++) {
            Go go = new Go(key, planned, told);
            go.end = go.run();
            if (!(go.end instanceof WorkerEnd.Died died) || !died.killed() || go.current.isPresent() || stop.requested()) return go;
            if (tries == TRIES) throw new NoJvmException("No JVM lives long enough to run " + planned.get(0).name() + ": " + died.cause() + ". It was tried " + tries
                    + " times. Is there too little memory, or does something end processes here?" + tail(died), null);
        }
    }

    private Lease lease(Key key) throws IOException {
        if (!isShared(key) && own.isPresent()) return own.get();
        long begun = ticker.nanos();
        Lease lease = isShared(key) ? freshJvms.take(stop, key.job().spec()) : leaseOwn(key);
        if (!isShared(key)) own = Optional.of(lease);
        tell.accept(new RunEvent.StepFinished("lease a JVM", ticker.since(begun)));
        return lease;
    }

    private Lease leaseOwn(Key key) throws IOException {
        WorkerSpec spec = key.job().spec();
        if (alone) return workers.leaseAlone(stop, spec);
        if (settings.kind() == RunSettings.RunKind.DEBUG) {
            return workers.debug(stop, spec, port -> tell.accept(new RunEvent.DebuggerListening("127.0.0.1", port)));
        }
        return key.beside() && key.freshness() == Freshness.WARM ? workers.leaseBeside(stop, spec) : workers.lease(stop, spec, key.freshness());
    }

    /** {@code usable}: it can run further classes. */
    private void doneWith(Key key, Lease lease, boolean usable) {
        // Classes that run again do so without each other's remains.
        boolean again = isShared(key) || alone;
        boolean clean = usable && (!again || lease.held().isEmpty());
        if (isShared(key)) freshJvms.giveBack(key.job().spec(), lease, clean);
        else if (!clean) closeOwn();
    }

    /** What is not of the lane's own kind of work is done in one of the JVMs that all lanes share. */
    private boolean isShared(Key key) {
        return !Optional.of(key).equals(kind);
    }

    private void closeOwn() {
        own.ifPresent(Lease::close);
        own = Optional.empty();
    }

    /**
     * A class of which something was red, or gave up, while another JVM may have been the cause.
     *
     * @param before where it ran first, and {@code first} what it showed there
     * @param inDoubt as in {@link #confirm}
     */
    private record Doubt(Key before, ClassRun first, boolean inDoubt, String why) {}

    /** What of a go is told while it lasts: everything, or nothing because it repeats what was told before. */
    private enum Told { LIVE, RESULTS }

    /** Remembers what is learnt of classes while they run. */
    interface Lessons {
        /** Only fresh JVMs can run it. */
        void needsFresh(PlannedClass planned, String why);

        /** It kept a processor busy for this part of its time. */
        void busy(PlannedClass planned, double part);

        /** It ended, and of these classes of its module, which may be itself, threads run still: that ends the JVM. */
        void ended(PlannedClass planned, List<String> leavers);
    }

    /** One launch of some classes in one worker, heard. */
    private final class Go implements WorkerListener {
        final Map<String, ClassRun> classes = new LinkedHashMap<>();
        private final Key key;
        private final Told told;
        private String worker = "";
        /** The class that something was last heard of. */
        private Optional<ClassRun> current = Optional.empty();
        /** The class that failed to link something first; none where a debugger waits, which is there for one JVM. */
        private Optional<ClassRun> spoiler = Optional.empty();
        private Optional<Lease> lease = Optional.empty();
        /** What its outcomes are worth. */
        private Proof proof = Proof.NONE;
        /** How it ended; set when it has. */
        private WorkerEnd end = new WorkerEnd.Cancelled(List.of());
        /** What other JVMs were up to when they were last looked at. */
        private Neighbours now = Neighbours.NONE;
        /** When the processor time was last looked at, and what it was. */
        private long lookedAt;
        private Duration used = Duration.ZERO;

        Go(Key key, List<PlannedClass> planned, Told told) {
            this.key = key;
            this.told = told;
            planned.forEach(it -> classes.put(it.name(), new ClassRun(it, ticker, heldResults)));
            shown.addAll(classes.values());
        }

        WorkerEnd run() throws IOException {
            Job job = key.job();
            List<Choice> choices = classes.values().stream().map(it -> new Choice(it.planned.name(), it.planned.tests())).toList();
            Lease lease = lease(key);
            this.lease = Optional.of(lease);
            worker = lease.workerName();
            if (key.freshness() == Freshness.FRESH) proof = lease.hasRun() || classes.size() > 1 ? Proof.IN_COMPANY : Proof.ALONE;
            long begun = ticker.nanos();
            if (expectedLong()) look();
            int together = key.freshness() == Freshness.WARM ? work.together() : 0;
            boolean usable = false;
            try {
                WorkerEnd end = lease.run(stop, job.module(), job.batch(choices, together, settings.testTimeout()), this);
                usable = end instanceof WorkerEnd.Completed && job.reuseForks() && spoiler.isEmpty() && doubtOfAny().isEmpty();
                spoiler.ifPresent(it -> lease.spoil("something could not be linked or initialised in " + it.planned.name()));
                tell.accept(new RunEvent.StepFinished("run " + choices.size() + (choices.size() == 1 ? " class" : " classes"), ticker.since(begun)));
                current.ifPresent(this::learnFrom);
                if (end instanceof WorkerEnd.Died died) (current.isPresent() ? List.of(current.get()) : classes.values()).forEach(it -> look(it, died.cause() + tail(died)));
                if (end instanceof WorkerEnd.Completed completed) {
                    classes.values().forEach(it -> it.completed = true);
                    completed.problems().forEach(problem -> tell.accept(new RunEvent.Notice(problem)));
                }
                return end;
            } finally {
                doneWith(key, lease, usable);
            }
        }

        @Override
        public void started(TestDescriptor test) {
            of(test).began(test.id().className() + "#" + test.id().method());
            if (told == Told.LIVE) tell.accept(new RunEvent.TestStarted(test, worker));
        }

        @Override
        public void output(TestDescriptor test, Stream stream, String text) {
            if (told == Told.LIVE) tell.accept(new RunEvent.Output(test, stream == Stream.ERR, text));
        }

        @Override
        public void stray(Stream stream, String text) {
            if (told != Told.LIVE) return;
            tell.accept(new RunEvent.StrayOutput(key.job().module(), stream == Stream.ERR, text));
        }

        @Override
        public void finished(TestResult result) {
            ClassRun it = of(result.test());
            it.ended(result);
            if (spoiler.isEmpty() && settings.kind() != RunSettings.RunKind.DEBUG && result.failure().filter(Failure::breaksLinks).isPresent()) spoiler = Optional.of(it);
            result.failure().filter(failure -> result.outcome().isRed()).ifPresent(failure -> look(it, failure.type() + " " + failure.message() + "\n" + failure.trace()));
            if (result.isAborted() && it.meanwhile.isEmpty()) it.meanwhile = doubtOfAny();
            // What gave up waits for the end of its class, which may show why.
            if (told != Told.LIVE || !isFinal() || result.isAborted() || isInDoubt(it) && result.outcome().isRed()) return;
            tellAll(it.planned, List.of(result), List.of(), proof);
            it.toldLast();
        }

        @Override
        public void observed(Observation observation) {
            String className = observation.test().className();
            Optional.ofNullable(classes.get(className))
                    .or(() -> classes.values().stream().filter(each -> each.planned.holds(className)).findFirst())
                    .or(() -> current).ifPresent(it -> it.observed(observation));
        }

        @Override
        public void ended(String className, List<String> leavers) {
            Optional.ofNullable(classes.get(className)).ifPresent(it -> lessons.ended(it.planned, leavers));
        }

        @Override
        public void covered(Optional<TestDescriptor> test, byte[] data) {
            observer.covered(test.map(TestDescriptor::id), data);
        }

        /** Looks for another JVM that may be the cause; not again and again, for each look takes its time. */
        private void look(ClassRun it, String failure) {
            if (alone || settings.kind() == RunSettings.RunKind.DEBUG || it.meanwhile.isPresent()) return;
            if (it.looks++ < LOOKS) now = lease.map(Lease::neighbours).orElse(now);
            it.besideOthers |= now.ran();
            it.meanwhile = now.mayCause(failure);
        }

        RanIn ranIn() {
            return new RanIn(proof, lease.map(Lease::suspects).orElse(Map.of()));
        }

        /** Whether what is red of this class may be another's doing, which it would not be in the build's own order. */
        boolean isSpoiltFor(ClassRun it) {
            return spoiler.filter(other -> other != it).isPresent() && !work.isInOrder(key.job());
        }

        /** Whether what it did not pass may be the doing of another class or another JVM. */
        private boolean isInDoubt(ClassRun it) {
            return isSpoiltFor(it) || it.meanwhile.isPresent();
        }

        /** Why another JVM may be the cause of what some class showed here: what did not start for one class is given up by the next. */
        private Optional<String> doubtOfAny() {
            return classes.values().stream().flatMap(it -> it.meanwhile.stream()).findFirst();
        }

        private boolean expectedLong() {
            return classes.values().stream().anyMatch(it -> it.planned.expected().compareTo(LONG) > 0);
        }

        /** A class that took long, and nearly all of the time since the last look, tells how busy it was. */
        private void learnFrom(ClassRun before) {
            Duration sinceLook = ticker.since(lookedAt);
            if (sinceLook.compareTo(LONG) < 0) return;
            Duration earlier = used;
            boolean known = lookedAt != 0;
            look();
            boolean alone = before.wall().toNanos() > sinceLook.toNanos() * NEARLY_ALL;
            if (known && alone) lessons.busy(before.planned, used.minus(earlier).toNanos() / (double) sinceLook.toNanos());
        }

        private void look() {
            lookedAt = ticker.nanos();
            used = lease.flatMap(Lease::processorTime).orElse(used);
        }

        /** Whether an outcome heard here can be told as it comes: no JVM and no rerun can change it. */
        private boolean isFinal() {
            return key.freshness() == Freshness.FRESH && key.job().reruns() == 0;
        }

        private ClassRun of(TestDescriptor test) {
            String className = test.id().className();
            ClassRun it = Optional.ofNullable(classes.get(className))
                    .or(() -> classes.values().stream().filter(each -> each.planned.holds(className)).findFirst())
                    .or(() -> current)
                    .orElseGet(() -> classes.values().iterator().next());
            current.filter(before -> before != it).ifPresent(this::moveOnFrom);
            current = Optional.of(it);
            return it;
        }

        /**
         * An engine runs class after class, so the one before has ended; if it runs them side by side, what still comes
         * is told when all have ended. Green results need not wait for the other classes.
         */
        private void moveOnFrom(ClassRun before) {
            learnFrom(before);
            if (told != Told.LIVE || before.red() || isInDoubt(before) && before.redOrAborted()) return;
            tellAll(before.planned, before.results(), List.of(), proof);
            before.told();
            if (key.freshness() == Freshness.WARM && before.allEnded()) Lane.this.observed(before, true, ranIn());
        }
    }
}
