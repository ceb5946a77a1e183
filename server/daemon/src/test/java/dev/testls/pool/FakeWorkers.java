package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.model.Failure;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.Observation.Lookup;
import dev.testls.model.Outcome;
import dev.testls.model.TestClass;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestMethod;
import dev.testls.model.TestResult;
import dev.testls.pool.TestBatch.Choice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Workers that act out a script: for {@code class#method} what happens, in order of tries, separated by commas; the last
 * one goes on for ever. {@code pass}, {@code fail}, {@code skip}, {@code abort}, {@code die},
 * {@code loud}, which passes and writes 3,000 characters, {@code spoil}, after which nothing passes in that JVM; {@code hold}, which passes and leaves a port open; {@code kill}, which ends the
 * JVM from outside before the test begins; with {@code warm:} before it only in a
 * reused JVM, where a fresh one passes; with {@code met:} only while another JVM holds a port, which it does unless the lease is alone; with {@code files:} only while tests run in another
 * JVM, which they do unless the lease is alone, and a reused JVM tells that it asked for a file. What is not
 * in the script passes.
 */
public final class FakeWorkers implements Workers {
    private static final Held PORT = new Held(List.of(new Held.Thing(Held.Kind.PORT, "socket 1", "the TCP port 80")));

    private final Map<String, TestClass> classes = new ConcurrentHashMap<>();
    private final Map<String, String> script;
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final List<String> log = java.util.Collections.synchronizedList(new ArrayList<>());

    private final Set<String> leased = ConcurrentHashMap.newKeySet();
    private final AtomicInteger named = new AtomicInteger();
    private final Semaphore waits = new Semaphore(0);
    private Optional<Cancel> stopping = Optional.empty();
    private volatile boolean startsNone;

    public FakeWorkers(List<TestClass> classes, Map<String, String> script) {
        classes.forEach(it -> this.classes.put(it.name(), it));
        this.script = script;
    }

    /** One without a class path; another directory makes another kind of worker. */
    public static WorkerSpec spec(String directory) {
        return new WorkerSpec(Path.of("java"), List.of(), List.of(), List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>(),
                Path.of(directory), true);
    }

    /** From now on nobody gets a JVM: whoever waits for one is asked to stop. */
    public void stopsWhoever(Cancel waits) {
        stopping = Optional.of(waits);
    }

    /** From now on no JVM starts: whoever asks for one waits until that is cancelled. */
    public void startsNone() {
        startsNone = true;
    }

    /** Returns when somebody waits for a JVM that does not start. */
    public void awaitOneWhoWaits() {
        waits.acquireUninterruptibly();
    }

    /** What was asked of the pool: {@code FRESH a.FooTest}, {@code prepare 1 FRESH}. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** The names of the workers that somebody has, which are {@code w1}, {@code w2} and so on. */
    public Set<String> leased() {
        return Set.copyOf(leased);
    }

    @Override
    public Lease lease(Cancel cancel, WorkerSpec spec, Freshness freshness) {
        stopping.ifPresent(Cancel::request);
        cancel.check();
        if (startsNone) waitUntil(cancel);
        return new FakeLease(freshness);
    }

    private void waitUntil(Cancel cancel) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Cancel.Registration ignored = cancel.onRequest(cancelled::countDown)) {
            waits.release();
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cancel.check();
    }

    @Override
    public Lease leaseBeside(Cancel cancel, WorkerSpec spec) {
        log.add("beside");
        return lease(cancel, spec, Freshness.WARM);
    }

    @Override
    public Lease debug(Cancel cancel, WorkerSpec spec, IntConsumer listening) {
        listening.accept(40001);
        return new FakeLease(Freshness.FRESH);
    }

    @Override
    public Lease leaseToConfirm(Cancel cancel, WorkerSpec spec) {
        log.add("to confirm");
        return lease(cancel, spec, Freshness.FRESH);
    }

    @Override
    public Lease leaseAlone(Cancel cancel, WorkerSpec spec) {
        log.add("alone, with " + leased.size() + " leased");
        FakeLease lease = (FakeLease) lease(cancel, spec, Freshness.FRESH);
        lease.alone = true;
        return lease;
    }

    @Override
    public Workers forOneRun() {
        return this;
    }

    @Override
    public Lease leaseQuietly(Cancel cancel, WorkerSpec spec) {
        log.add("quietly");
        return lease(cancel, spec, Freshness.FRESH);
    }

    @Override
    public void discardReused(WorkerSpec spec, String why) {
        log.add("discard: " + why);
    }

    @Override
    public void prepare(WorkerSpec spec, Freshness freshness, int count) {
        log.add("prepare " + count + " " + freshness);
    }

    @Override
    public void retireAllBut(List<WorkerSpec> wanted) {}

    @Override
    public Idle idle() {
        return new Idle(0, 0, 0);
    }

    @Override
    public List<WorkerStatus> status() {
        return List.of();
    }

    @Override
    public void close() {}

    private final class FakeLease implements Lease {
        private final Freshness freshness;
        private final String name = "w" + named.incrementAndGet();
        private boolean dead;
        private boolean spoilt;
        private boolean ran;
        private boolean alone;
        private Held held = Held.NOTHING;
        private Held met = Held.NOTHING;
        private boolean beside;

        FakeLease(Freshness freshness) {
            this.freshness = freshness;
            leased.add(name);
        }

        @Override
        public String workerName() {
            return name;
        }

        @Override
        public int earlierLeases() {
            return 0;
        }

        @Override
        public boolean hasRun() {
            return ran;
        }

        @Override
        public WorkerEnd run(Cancel cancel, ModuleId module, TestBatch batch, WorkerListener listener) {
            if (dead) throw new AssertionError("the worker is dead");
            ran = true;
            for (Choice choice : batch.classes()) {
                log.add(freshness + " " + choice.className() + (choice.tests().isEmpty() ? "" : " " + choice.tests()));
                TestClass testClass = classes.get(choice.className());
                for (TestMethod method : testClass.methods()) {
                    String key = testClass.name() + "#" + method.method();
                    if (!choice.tests().isEmpty() && !choice.tests().contains(key)) continue;
                    if (cancel.requested()) return new WorkerEnd.Cancelled(List.of());
                    TestDescriptor test = descriptor(module, testClass, method);
                    String act = act(key);
                    if (!act.equals("kill")) listener.started(test);
                    if (act.startsWith("met:")) {
                        met = alone ? Held.NOTHING : PORT;
                        act = alone ? "pass" : act.substring("met:".length());
                    }
                    if (act.startsWith("files:")) {
                        beside = !alone;
                        act = alone ? "pass" : act.substring("files:".length());
                        Observation seen = new Observation(test.id(), Map.of(), Set.of(), Set.of(new Lookup(Lookup.Kind.FILE, "/p/target/it")), Map.of(), true);
                        if (freshness == Freshness.WARM) listener.observed(seen);
                    }
                    if (act.equals("kill")) {
                        dead = true;
                        return new WorkerEnd.Died("the JVM was killed by signal 9", List.of(), "", true);
                    }
                    if (act.equals("die")) {
                        dead = true;
                        return new WorkerEnd.Died("the JVM exited with code 3", List.of(test), "");
                    }
                    listener.finished(result(test, spoilt && act.equals("pass") ? "fail" : act));
                    spoilt |= act.equals("spoil");
                    if (act.equals("hold")) held = PORT;
                }
            }
            return new WorkerEnd.Completed(List.of());
        }

        @Override
        public Discovery discover(Cancel cancel, ModuleId module, TestBatch batch) {
            return new Discovery(List.of(), "");
        }

        @Override
        public Held held() {
            return held;
        }

        @Override
        public Neighbours neighbours() {
            return new Neighbours(beside, met);
        }

        @Override
        public void close() {
            leased.remove(name);
            if (!held.isEmpty()) log.add("ended " + name);
        }

        private String act(String key) {
            String[] acts = script.getOrDefault(key, "pass").split(",");
            String act = acts[Math.min(tries.merge(key, 1, Integer::sum) - 1, acts.length - 1)].strip();
            if (!act.startsWith("warm:")) return act;
            return freshness == Freshness.WARM ? act.substring("warm:".length()) : "pass";
        }
    }

    private static TestDescriptor descriptor(ModuleId module, TestClass testClass, TestMethod method) {
        return new TestDescriptor(TestId.ofMethod(module, testClass.name(), method.method()), TestDescriptor.Kind.TEST, "junit-jupiter",
                testClass.name() + "/" + method.method(), List.of(testClass.displayName(), method.displayName()), method.method(),
                testClass.name(), method.name(), "", "");
    }

    private static TestResult result(TestDescriptor test, String act) {
        Outcome outcome = switch (act) {
            case "fail", "spoil" -> Outcome.FAILED;
            case "skip", "abort" -> Outcome.SKIPPED;
            default -> Outcome.PASSED;
        };
        String trace = act.equals("spoil") ? "java.lang.BootstrapMethodError: not linked\n" : "trace";
        Optional<Failure> failure = outcome.isRed() || act.equals("abort")
                ? Optional.of(new Failure("java.lang.AssertionError", "it is wrong", trace, Optional.empty(), Optional.empty())) : Optional.empty();
        return new TestResult(test, outcome, Duration.ZERO, failure, "", act.equals("loud") ? "x".repeat(3000) : "", "", List.of(), "w1");
    }
}
