package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.LibraryVerdict;
import dev.testls.pool.BootCommand.Manner;
import dev.testls.pool.Turns.Kind;
import dev.testls.pool.Turns.Party;
import dev.testls.pool.Turns.Turn;
import dev.testls.pool.Worker.Shelf;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The workers of one daemon.
 *
 * <p>All that changes is guarded by this object's lock, which is never held while a JVM is waited for. What takes time
 * and concerns nobody (booting in advance, putting back, ending) happens on threads of the pool's own.
 *
 * <p><b>Law:</b> a worker is leased only if everything that it may have read and remembered is as it was: its jars, the
 * project's resources, and what its loader must load anew.
 *
 * <p><b>Law:</b> one that waits for a lease holds nothing that a test opened, and no lease of any kind is given while one that does
 * returns or ends: what runs next meets no port, lock or process that ours have left.
 */
public final class WorkerPool implements Workers {
    /** So many retired workers stay on show. */
    private static final int RETIRED_SHOWN = 20;
    /** So often a worker may collect its garbage until it holds nothing. */
    private static final int COLLECTIONS = 2;
    /** So often a JVM is started until it is taken for granted that none comes up. */
    private static final int BOOTS = 3;

    private final Path workerJar;
    private final Path stateDirectory;
    private final PoolSettings settings;
    private final Observing observing;
    private final LibraryStates libraryStates;
    private final RetirePolicy retirePolicy;
    private final Ticker ticker;
    private final Holdings holdings;
    private final Turns turns;
    private final JarFacts jarFacts;
    private final ExecutorService background =
            Executors.newCachedThreadPool(action -> {
                Thread thread = new Thread(action, "tls-pool");
                thread.setDaemon(true);
                return thread;
            });
    private final List<Worker> workers = new ArrayList<>();
    private final Deque<WorkerStatus> retired = new ArrayDeque<>();
    /** Those that were retired and whose processes may not be gone yet. */
    private final Set<Worker> ending = new HashSet<>();
    private final Map<Shelf, Integer> booting = new HashMap<>();
    /** How many leases wait for one that comes. */
    private final Map<Shelf, Integer> waiting = new HashMap<>();
    private final Map<List<Path>, ProjectFiles> projectFiles = new HashMap<>();
    private Optional<Doorway> doorway = Optional.empty();
    /** The forks of JVMs that start. */
    private final Set<Worker.Fork> forks = new HashSet<>();
    private int named;
    /** How often a JVM began to run tests. */
    private long begun;
    private final Needs needs = new Needs();
    private boolean closed;
    /** Requested when the pool is closed, for what boots then. */
    private final Cancel closing = new Cancel();

    /**
     * @param workerJar the jar of {@code dev.testls.worker}
     * @param libraryStates decides whether what is left in libraries ends a JVM
     * @param stateDirectory the daemon's own, for crash reports and what is known of jars; readable by the user alone
     */
    public WorkerPool(Path workerJar, Path stateDirectory, PoolSettings settings, Observing observing, LibraryStates libraryStates, Ticker ticker) {
        this(workerJar, stateDirectory, settings, observing, libraryStates, ticker, Holdings.ofSystem());
    }

    WorkerPool(Path workerJar, Path stateDirectory, PoolSettings settings, Observing observing, LibraryStates libraryStates, Ticker ticker, Holdings holdings) {
        this.holdings = holdings;
        this.workerJar = workerJar;
        this.stateDirectory = stateDirectory;
        this.settings = settings;
        this.observing = observing;
        this.libraryStates = libraryStates;
        this.retirePolicy = settings.retirePolicy();
        this.ticker = ticker;
        this.turns = new Turns(settings.together(), settings.most());
        this.jarFacts = new JarFacts(stateDirectory.resolve("jars"));
    }

    @Override
    public Lease lease(Cancel cancel, WorkerSpec spec, Freshness freshness) throws IOException {
        return forOneRun().lease(cancel, spec, freshness);
    }

    @Override
    public Lease leaseBeside(Cancel cancel, WorkerSpec spec) throws IOException {
        return forOneRun().leaseBeside(cancel, spec);
    }

    @Override
    public Lease leaseToConfirm(Cancel cancel, WorkerSpec spec) throws IOException {
        return forOneRun().leaseToConfirm(cancel, spec);
    }

    @Override
    public Lease leaseAlone(Cancel cancel, WorkerSpec spec) throws IOException {
        return forOneRun().leaseAlone(cancel, spec);
    }

    @Override
    public Workers forOneRun() {
        return new OneRun(this);
    }

    /** Waits for a turn before anything else: what comes then has limits. */
    Lease lease(Cancel cancel, Party party, Kind kind, Shelf shelf) throws IOException {
        Turn turn = turns.take(cancel, party, kind);
        try (Cancel.Registration registration = cancel.onRequest(this::wakeWaiting)) {
            Foundation now = foundation(shelf.spec(), shelf.freshness());
            // On a thread of the pool's, where it goes on when nobody waits for it any more, and serves the next run.
            if (kind == Kind.CONFIRMING) prepare(shelf, 1 + waiting(shelf));
            Optional<Worker> waiting = takeFit(cancel, shelf, now);
            if (waiting.isPresent()) return lease(waiting.get(), turn);
            Worker worker = boot(cancel, shelf, now, Worker.State.LEASED, Manner.PLAIN, Optional.empty(), turn);
            try {
                awaitUnobstructed(cancel);
                return lease(worker, turn);
            } catch (RuntimeException e) {
                takeBack(worker, Optional.of("nobody wanted it any more"));
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            turn.close();
            throw e;
        }
    }

    private synchronized int waiting(Shelf shelf) {
        return waiting.getOrDefault(shelf, 0);
    }

    /** It waits for people: no turn is taken, which others would wait for. */
    @Override
    public Lease debug(Cancel cancel, WorkerSpec spec, IntConsumer listening) throws IOException {
        Shelf shelf = new Shelf(spec, Freshness.FRESH, false);
        Foundation now = foundation(spec, Freshness.FRESH);
        return lease(boot(cancel, shelf, now, Worker.State.LEASED, Manner.DEBUGGED, Optional.of(listening), Turn.none()), Turn.none());
    }

    @Override
    public Lease leaseQuietly(Cancel cancel, WorkerSpec spec) throws IOException {
        Turn turn = turns.take(cancel, new Party(), Kind.QUIET);
        Shelf shelf = new Shelf(spec, Freshness.FRESH, false);
        try (Cancel.Registration ignored = cancel.onRequest(turn.wanted::request)) {
            return lease(boot(turn.wanted, shelf, foundation(spec, Freshness.FRESH), Worker.State.LEASED, Manner.QUIET, Optional.empty(), turn), turn);
        } catch (IOException | RuntimeException | Error e) {
            turn.close();
            throw e;
        }
    }

    private Lease lease(Worker worker, Turn turn) {
        worker.jvm.forget();
        synchronized (this) {
            return new PoolLease(this, worker, worker.leases, Map.copyOf(worker.suspects), ticker, turn);
        }
    }

    /** One that waits, and that no class of an earlier lease has outlived which is another now; empty when a new one must be booted. */
    private Optional<Worker> takeFit(Cancel cancel, Shelf shelf, Foundation now) {
        while (true) {
            Optional<Worker> waiting = takeWaiting(cancel, shelf, now);
            Optional<String> unfit = waiting.flatMap(this::outlived);
            if (unfit.isEmpty()) return waiting;
            synchronized (this) {
                needs.returned(shelf);
                retire(waiting.get(), unfit.get());
            }
        }
    }

    /**
     * Why a worker is not to be given other classes than before: something holds those of an ended lease, or something may have been left by code that
     * is no more, and would hide what a JVM without a history shows. Asked for by whoever waits for it, so only then.
     */
    private Optional<String> outlived(Worker worker) {
        Optional<String> suspect = unproved(worker);
        if (suspect.isEmpty() && worker.memory.map(it -> it.leftLoaders == 0).orElse(true)) return Optional.empty();
        try {
            worker.jvm.forget();
            worker.jvm.say(new ToWorker.Compare(suspect.isPresent()));
            Optional<ToDaemon.Compared> compared = worker.jvm.answer(ToDaemon.Compared.class, Limits.PUT_BACK, ticker);
            if (compared.isEmpty()) return Optional.of("it did not tell whether it holds classes that have changed");
            String changed = compared.get().changed;
            if (changed.isEmpty()) return Optional.empty();
            return Optional.of(suspect.map(it -> "tests changed " + it + ", and " + changed + " has changed since")
                    .orElse("something holds the classes of an ended lease, and " + changed + " has changed since"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("nobody wanted it any more");
        }
    }

    /** One that is idle, or will be soon; empty when a new one must be booted. */
    private synchronized Optional<Worker> takeWaiting(Cancel cancel, Shelf shelf, Foundation now) {
        while (true) {
            cancel.check();
            requireOpen();
            awaitUnobstructed(cancel);
            retireOutdated(shelf, now);
            Optional<Worker> idle = workers.stream().filter(it -> isIdle(it, shelf))
                    .max(Comparator.comparingLong(it -> it.idleSince));
            idle.ifPresent(it -> {
                it.state = Worker.State.LEASED;
                needs.leased(shelf);
            });
            if (idle.isPresent() || coming(shelf) <= waiting.getOrDefault(shelf, 0)) return idle;
            waiting.merge(shelf, 1, Integer::sum);
            try {
                await(cancel);
            } finally {
                waiting.merge(shelf, -1, Integer::sum);
            }
        }
    }

    /** While it waited, one that somebody else had may have come back and hold something. */
    private synchronized void awaitUnobstructed(Cancel cancel) {
        while (isObstructed()) await(cancel);
    }

    /** Under the lock, until something changed. Cancelling is heard by whoever registered {@link #wakeWaiting}. */
    private void await(Cancel cancel) {
        cancel.check();
        requireOpen();
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
        cancel.check();
    }

    /** How many will be idle soon. */
    private long coming(Shelf shelf) {
        return booting.getOrDefault(shelf, 0)
                + workers.stream().filter(it -> it.state == Worker.State.RETURNING && isOf(it, shelf)).count();
    }

    @Override
    public void prepare(WorkerSpec spec, Freshness freshness, int count) {
        // Whoever waits for a JVM has more use for the processor.
        if (!turns.isWanted()) prepare(new Shelf(spec, freshness, false), count);
    }

    private void prepare(Shelf shelf, int count) {
        int missing;
        synchronized (this) {
            if (closed) return;
            int there = (int) workers.stream()
                    .filter(it -> isOf(it, shelf) && it.state != Worker.State.LEASED && it.jvm.isAlive()).count();
            missing = count - there - booting.getOrDefault(shelf, 0);
            if (missing > 0) booting.merge(shelf, missing, Integer::sum);
        }
        for (int i = 0; i < missing; i++) background.execute(() -> bootWaiting(shelf));
    }

    private void bootWaiting(Shelf shelf) {
        try {
            boot(Cancel.never(), shelf, foundation(shelf.spec(), shelf.freshness()), Worker.State.IDLE, Manner.PLAIN, Optional.empty(), Turn.none());
        } catch (IOException | RuntimeException e) {
            // Whoever leases will try again and hear why.
        } finally {
            synchronized (this) {
                booting.merge(shelf, -1, Integer::sum);
                notifyAll();
            }
        }
    }

    @Override
    public void retireAllBut(List<WorkerSpec> wanted) {
        Set<WorkerSpec> keep = new HashSet<>(wanted);
        synchronized (this) {
            workers.stream().filter(it -> it.state == Worker.State.IDLE && !keep.contains(it.shelf.spec())).toList()
                    .forEach(it -> retire(it, "its class path, JDK or environment is no more"));
        }
    }

    @Override
    public synchronized void discardReused(WorkerSpec spec, String why) {
        workers.stream().filter(it -> it.state == Worker.State.IDLE && it.shelf.freshness() == Freshness.WARM && it.shelf.spec().equals(spec)).toList()
                .forEach(it -> retire(it, why));
    }

    /** Ends those that waited too long, or are too many; others that have worked rest. To be called now and then. */
    public synchronized void tick() {
        List<Worker> idle = new ArrayList<>(workers.stream().filter(it -> it.state == Worker.State.IDLE)
                .sorted(Comparator.comparingLong(it -> it.idleSince)).toList());
        long bytes = idle.stream().mapToLong(Worker::bytes).sum();
        while (!idle.isEmpty()) {
            Worker worker = idle.get(0);
            Optional<String> why = surplus(worker, idle, bytes);
            idle.remove(0);
            bytes -= worker.bytes();
            if (why.isPresent()) retire(worker, why.get());
            else if (worker.memory.isPresent() && !worker.rested && ticker.since(worker.idleSince).compareTo(settings.restTime()) > 0) rest(worker);
        }
    }

    /** Why the one that has waited longest is to wait no longer, given those that wait with it and what they take. */
    private Optional<String> surplus(Worker worker, List<Worker> idle, long bytes) {
        if (!worker.jvm.isAlive()) return Optional.of("its JVM ended by itself");
        if (idle.size() > settings.idleWorkers()) return Optional.of("too many workers waited");
        if (ticker.since(worker.idleSince).compareTo(settings.idleTime()) > 0) return Optional.of("nobody needed it");
        long alike = workers.stream().filter(it -> isOf(it, worker.shelf)).count();
        if (alike > needs.of(worker.shelf)) return Optional.of("the last runs needed fewer");
        if (bytes > settings.idleBytes()) return Optional.of("those that waited took more than " + (settings.idleBytes() >> 20) + " MB");
        return Optional.empty();
    }

    @Override
    public synchronized Idle idle() {
        List<Worker> idle = workers.stream().filter(it -> it.state == Worker.State.IDLE).toList();
        return new Idle(idle.size(), idle.stream().mapToLong(Worker::bytes).sum(), settings.idleBytes());
    }

    @Override
    public synchronized List<WorkerStatus> status() {
        List<WorkerStatus> all = new ArrayList<>();
        for (Worker worker : workers) all.add(worker.status(""));
        all.addAll(retired);
        return all;
    }

    @Override
    public void close() {
        List<Worker> all;
        synchronized (this) {
            if (closed) return;
            closed = true;
            all = Stream.concat(workers.stream(), ending.stream()).toList();
            workers.clear();
            notifyAll();
        }
        closing.request();
        for (Worker worker : all) {
            if (worker.state == Worker.State.IDLE) worker.jvm.say(new ToWorker.Exit());
        }
        for (Worker worker : all) {
            if (worker.state == Worker.State.IDLE) worker.jvm.exitCode();
            worker.jvm.end();
        }
        background.shutdownNow();
        doorway.ifPresent(WorkerPool::close);
    }

    /** As if the daemon were gone, as far as its workers can see. For tests. */
    synchronized void dropConnections() {
        workers.forEach(worker -> worker.jvm.drop());
    }

    /** What else runs tests when these begin. */
    synchronized Beside begins(Worker worker) {
        worker.runs = true;
        begun++;
        return new Beside(begun, workers.stream().anyMatch(it -> it != worker && it.runs && it.manner != Manner.DEBUGGED));
    }

    synchronized void ended(Worker worker) {
        worker.runs = false;
    }

    Neighbours neighbours(Worker of, Beside beside) {
        List<Worker> others;
        boolean ran;
        synchronized (this) {
            others = Stream.concat(workers.stream().filter(it -> it.state != Worker.State.IDLE), ending.stream())
                    .filter(it -> it != of && it.manner != Manner.DEBUGGED).toList();
            ran = beside.running() || begun > beside.begun() || others.stream().anyMatch(it -> it.runs);
        }
        return new Neighbours(ran, new Held(others.stream().flatMap(it -> it.jvm.held(holdings).things().stream()).toList()));
    }

    /** @param begun how often tests had begun to run, and {@code running} whether others ran some then */
    record Beside(long begun, boolean running) {
        static final Beside NOTHING = new Beside(0, false);
    }

    Held held(Worker worker) {
        return worker.jvm.held(holdings);
    }

    /** The lease is over. {@code spent}: so is the worker, for this reason. */
    void takeBack(Worker worker, Optional<String> spent) {
        if (worker.manner == Manner.QUIET) {
            // Whoever had it wants the machine for itself now.
            synchronized (this) {
                workers.remove(worker);
            }
            worker.jvm.end();
            return;
        }
        Held held = worker.jvm.held(holdings);
        synchronized (this) {
            worker.leases++;
            worker.held = held;
            if (worker.manner == Manner.PLAIN) needs.returned(worker.shelf);
            if (closed) return;
            if (spent.isPresent()) {
                retire(worker, spent.get());
            } else if (worker.shelf.freshness() == Freshness.FRESH) {
                retire(worker, "fresh workers serve once");
            } else {
                worker.rested = false;
                worker.state = Worker.State.RETURNING;
                background.execute(() -> tidy(worker, new ToWorker.PutBack(), "its state could not be put back"));
            }
        }
    }

    /** Under the lock. */
    private void rest(Worker worker) {
        worker.rested = true;
        worker.state = Worker.State.RETURNING;
        background.execute(() -> tidy(worker, new ToWorker.Rest(), "it did not answer while nobody needed it"));
    }

    /** Says {@code how} to a worker that is returning, and has it idle when it answers. {@code silent}: why it is retired if it does not. */
    private void tidy(Worker worker, ToWorker how, String silent) {
        Optional<ToDaemon.State> state = Optional.empty();
        try {
            worker.jvm.say(how);
            state = worker.jvm.answer(ToDaemon.State.class, Limits.PUT_BACK, ticker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Optional<ToDaemon.State> answer = state;
        Optional<String> reason = state.isEmpty() ? Optional.of(silent) : retirePolicy.retire(worker.leases, state.get());
        Held held = reason.isPresent() ? worker.jvm.held(holdings) : letGo(worker.jvm);
        synchronized (this) {
            if (closed) return;
            worker.memory = state;
            worker.held = held;
            worker.state = Worker.State.IDLE;
            if (!worker.rested) worker.idleSince = ticker.nanos();
            Optional<String> ofLibraries = reason.isPresent() ? Optional.empty() : answer.flatMap(it -> lookAtLibraries(worker, it));
            reason.or(() -> ofLibraries).or(() -> held.isEmpty() ? Optional.empty() : Optional.of("tests left something open")).ifPresent(it -> retire(worker, it));
            // Whoever runs next takes the one that boots meanwhile.
            if (ofLibraries.isPresent()) prepare(worker.shelf, 1);
            tick();
            notifyAll();
        }
    }

    /** What it still holds; what nobody can reach is closed when the garbage is collected, which takes a moment. */
    private Held letGo(Jvm jvm) {
        Held held = jvm.held(holdings);
        try {
            for (int i = 0; i < COLLECTIONS && !held.isEmpty(); i++) {
                jvm.say(new ToWorker.Collect());
                if (jvm.answer(ToDaemon.State.class, Limits.PUT_BACK, ticker).isEmpty()) return held;
                held = jvm.held(holdings);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return held;
    }

    /** Again where that may help: of a JVM that somebody killed, or that there was no room for, nothing follows for the build. */
    private Worker boot(Cancel cancel, Shelf shelf, Foundation foundation, Worker.State state, Manner manner, Optional<IntConsumer> debugger, Turn turn)
            throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return boot(cancel, shelf, foundation, state, manner, debugger);
            } catch (BootFailure e) {
                if (e.kind() == BootFailure.Kind.BUILD) throw e;
                if (tries == BOOTS) throw new NoJvmException(e.getMessage() + " It was tried " + tries + " times.", e);
                if (e.kind() == BootFailure.Kind.SCARCE) makeRoom(cancel, turn);
            }
        }
    }

    private void makeRoom(Cancel cancel, Turn turn) {
        synchronized (this) {
            workers.stream().filter(it -> it.state == Worker.State.IDLE).toList().forEach(it -> retire(it, "another JVM needed its room"));
        }
        turns.awaitFewer(cancel, turn, Limits.ROOM.toMillis());
    }

    /** Under the lock: why what is left in libraries ends the JVM; else it is remembered of it. */
    private Optional<String> lookAtLibraries(Worker worker, ToDaemon.State state) {
        Suspicion suspicion = Suspicion.of(state, libraryStates);
        if (!suspicion.ending().isEmpty()) background.execute(() -> libraryStates.ended(suspicion.ending()));
        worker.suspects.putAll(suspicion.suspects());
        return suspicion.reason();
    }

    /** What was found to reach other tests since it was left in this JVM. */
    private Optional<String> carries(Worker worker) {
        return worker.suspects.keySet().stream().filter(it -> libraryStates.verdict(it) == LibraryVerdict.HARMFUL).findFirst()
                .map(it -> "what tests left in " + it + " was seen to reach other tests");
    }

    /** A static field of a library that tests changed in this JVM, of which nobody knows yet that it is harmless. */
    private synchronized Optional<String> unproved(Worker worker) {
        return worker.suspects.keySet().stream().filter(it -> libraryStates.verdict(it) != LibraryVerdict.HARMLESS).findFirst();
    }

    private Worker boot(Cancel cancel, Shelf shelf, Foundation foundation, Worker.State state, Manner manner, Optional<IntConsumer> debugger) throws IOException {
        WorkerSpec spec = shelf.spec();
        Worker.Fork fork = reserveFork(spec);
        Cancel unlessClosed = new Cancel();
        try (Cancel.Registration byCaller = cancel.onRequest(unlessClosed::request); Cancel.Registration byPool = closing.onRequest(unlessClosed::request)) {
            BootCommand command = new BootCommand(spec.numbered(fork.number()), shelf.freshness(), manner, workerJar, stateDirectory);
            ToWorker.Setup setup = new ToWorker.Setup(shelf.freshness() == Freshness.WARM, texts(command.plainClasspath()),
                    texts(foundation.layout().reloaded()), texts(foundation.layout().kept()), command.systemProperties(),
                    spec.enableAssertions(), observing.of(spec), spec.covers());
            Jvm jvm = Jvm.boot(unlessClosed, command, setup, doorway(), debugger);
            jvm.remember(holdings);
            synchronized (this) {
                if (!closed) {
                    Worker worker = new Worker("w" + ++named, shelf, jvm, foundation, fork, manner);
                    worker.state = state;
                    worker.idleSince = ticker.nanos();
                    workers.add(worker);
                    if (state == Worker.State.LEASED && manner == Manner.PLAIN) needs.leased(shelf);
                    return worker;
                }
            }
            jvm.kill();
            throw new CancellationException("the pool is closed");
        } finally {
            synchronized (this) {
                forks.remove(fork);
            }
        }
    }

    private synchronized Worker.Fork reserveFork(WorkerSpec spec) {
        int number = 1;
        while (isTaken(new Worker.Fork(spec, number))) number++;
        Worker.Fork fork = new Worker.Fork(spec, number);
        forks.add(fork);
        return fork;
    }

    private boolean isTaken(Worker.Fork fork) {
        return forks.contains(fork) || workers.stream().anyMatch(it -> it.fork.equals(fork));
    }

    private synchronized Doorway doorway() throws IOException {
        requireOpen();
        if (doorway.isEmpty()) doorway = Optional.of(Doorway.open());
        return doorway.get();
    }

    private Foundation foundation(WorkerSpec spec, Freshness freshness) {
        List<Path> classpath = new ArrayList<>(spec.classpath());
        classpath.addAll(spec.platformJars());
        Set<Path> project = new HashSet<>(spec.projectEntries());
        List<Stamped> jars =
                classpath.stream().filter(entry -> !project.contains(entry)).map(jarFacts::stamped).toList();
        if (freshness == Freshness.FRESH) return new Foundation(jars, Set.of(), new Layout(List.of(), classpath));
        ProjectFiles files;
        synchronized (this) {
            files = projectFiles.computeIfAbsent(spec.projectEntries(), entries -> new ProjectFiles());
        }
        ProjectFiles.Content content;
        synchronized (files) {
            // The lock keeps two leases of one spec from listing the same directories at once.
            content = files.content(spec.projectEntries());
        }
        return new Foundation(jars, content.resources(),
                Layout.of(classpath, project, content.packages(), content.provided(), jarFacts::of));
    }

    /** Under the lock. */
    private void retireOutdated(Shelf shelf, Foundation now) {
        for (Worker worker : List.copyOf(workers)) {
            if (!isIdle(worker, shelf)) continue;
            if (!worker.jvm.isAlive()) retire(worker, "its JVM ended by itself");
            else worker.foundation.outdated(now).or(() -> carries(worker)).ifPresent(reason -> retire(worker, reason));
        }
    }

    /** Under the lock. The JVM ends in the background. */
    private void retire(Worker worker, String reason) {
        if (!workers.remove(worker)) return;
        retired.addFirst(worker.status(worker.held.isEmpty() ? reason : reason + "; it held " + worker.held.text()));
        if (retired.size() > RETIRED_SHOWN) retired.removeLast();
        ending.add(worker);
        background.execute(() -> end(worker));
        notifyAll();
    }

    /** Whoever wants a lease waits for one that holds something; the others have all the time that shutdown hooks may take. */
    private void end(Worker worker) {
        try {
            worker.jvm.exit(worker.held.isEmpty() ? Limits.EXIT : Limits.EXIT_HOLDING);
        } finally {
            synchronized (this) {
                ending.remove(worker);
                notifyAll();
            }
        }
    }

    /** Under the lock. Whether a worker that nobody uses any more holds what a test may need. */
    private boolean isObstructed() {
        return ending.stream().anyMatch(it -> !it.held.isEmpty())
                || workers.stream().anyMatch(it -> it.state == Worker.State.RETURNING && !it.held.isEmpty());
    }

    private synchronized void wakeWaiting() {
        notifyAll();
    }

    private void requireOpen() {
        if (closed) throw new IllegalStateException("the pool is closed");
    }

    private static boolean isIdle(Worker worker, Shelf shelf) {
        return worker.state == Worker.State.IDLE && isOf(worker, shelf);
    }

    private static boolean isOf(Worker worker, Shelf shelf) {
        return worker.shelf.equals(shelf);
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }

    private static void close(Doorway doorway) {
        try {
            doorway.close();
        } catch (IOException e) {
            // Nobody knocks any more.
        }
    }
}
