package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.LibraryVerdict;
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

/**
 * The workers of one daemon.
 *
 * <p>All that changes is guarded by this object's lock, which is never held while a JVM is waited for. What takes time
 * and concerns nobody (booting in advance, putting back, ending) happens on threads of the pool's own.
 *
 * <p><b>Law:</b> a worker is leased only if everything that it may have read and remembered is as it was: its jars, the
 * project's resources, and what its loader must load anew.
 */
public final class WorkerPool implements Workers {
    /** So many retired workers stay on show. */
    private static final int RETIRED_SHOWN = 20;

    private final Path workerJar;
    private final Path stateDirectory;
    private final PoolSettings settings;
    private final Observing observing;
    private final LibraryStates libraryStates;
    private final RetirePolicy retirePolicy;
    private final Ticker ticker;
    private final JarFacts jarFacts;
    private final ExecutorService background =
            Executors.newCachedThreadPool(action -> {
                Thread thread = new Thread(action, "tls-pool");
                thread.setDaemon(true);
                return thread;
            });
    private final List<Worker> workers = new ArrayList<>();
    private final Deque<WorkerStatus> retired = new ArrayDeque<>();
    private final Map<Shelf, Integer> booting = new HashMap<>();
    /** How many leases wait for one that comes. */
    private final Map<Shelf, Integer> waiting = new HashMap<>();
    private final Map<List<Path>, ProjectFiles> projectFiles = new HashMap<>();
    private Optional<Doorway> doorway = Optional.empty();
    /** The forks of JVMs that start. */
    private final Set<Worker.Fork> forks = new HashSet<>();
    private int named;
    private boolean closed;

    /**
     * @param workerJar the jar of {@code dev.testls.worker}
     * @param libraryStates decides whether what is left in libraries ends a JVM
     * @param stateDirectory the daemon's own, for crash reports and what is known of jars; readable by the user alone
     */
    public WorkerPool(Path workerJar, Path stateDirectory, PoolSettings settings, Observing observing, LibraryStates libraryStates, Ticker ticker) {
        this.workerJar = workerJar;
        this.stateDirectory = stateDirectory;
        this.settings = settings;
        this.observing = observing;
        this.libraryStates = libraryStates;
        this.retirePolicy = settings.retirePolicy();
        this.ticker = ticker;
        this.jarFacts = new JarFacts(stateDirectory.resolve("jars"));
    }

    @Override
    public Lease lease(Cancel cancel, WorkerSpec spec, Freshness freshness) throws IOException {
        return lease(cancel, new Shelf(spec, freshness, false));
    }

    @Override
    public Lease leaseBeside(Cancel cancel, WorkerSpec spec) throws IOException {
        return lease(cancel, new Shelf(spec, Freshness.WARM, true));
    }

    private Lease lease(Cancel cancel, Shelf shelf) throws IOException {
        Foundation now = foundation(shelf.spec(), shelf.freshness());
        try (Cancel.Registration registration = cancel.onRequest(this::wakeWaiting)) {
            Optional<Worker> waiting = takeWaiting(cancel, shelf, now);
            if (waiting.isPresent()) return lease(waiting.get());
        }
        return lease(boot(cancel, shelf, now, Worker.State.LEASED, Optional.empty()));
    }

    @Override
    public Lease debug(Cancel cancel, WorkerSpec spec, IntConsumer listening) throws IOException {
        Shelf shelf = new Shelf(spec, Freshness.FRESH, false);
        return lease(boot(cancel, shelf, foundation(spec, Freshness.FRESH), Worker.State.LEASED, Optional.of(listening)));
    }

    private Lease lease(Worker worker) {
        worker.jvm.forget();
        synchronized (this) {
            return new PoolLease(this, worker, worker.leases, Map.copyOf(worker.suspects), ticker);
        }
    }

    /** One that is idle, or will be soon; empty when a new one must be booted. */
    private synchronized Optional<Worker> takeWaiting(Cancel cancel, Shelf shelf, Foundation now) {
        try {
            while (true) {
                cancel.check();
                requireOpen();
                retireOutdated(shelf, now);
                Optional<Worker> idle = workers.stream().filter(it -> isIdle(it, shelf))
                        .max(Comparator.comparingLong(it -> it.idleSince));
                idle.ifPresent(it -> it.state = Worker.State.LEASED);
                if (idle.isPresent() || coming(shelf) <= waiting.getOrDefault(shelf, 0)) return idle;
                waiting.merge(shelf, 1, Integer::sum);
                try {
                    wait();
                } finally {
                    waiting.merge(shelf, -1, Integer::sum);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** How many will be idle soon. */
    private long coming(Shelf shelf) {
        return booting.getOrDefault(shelf, 0)
                + workers.stream().filter(it -> it.state == Worker.State.RETURNING && isOf(it, shelf)).count();
    }

    @Override
    public void prepare(WorkerSpec spec, Freshness freshness, int count) {
        Shelf shelf = new Shelf(spec, freshness, false);
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
            boot(Cancel.never(), shelf, foundation(shelf.spec(), shelf.freshness()), Worker.State.IDLE, Optional.empty());
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

    /** Ends those that waited too long, or are too many; others that have worked rest. To be called now and then. */
    public synchronized void tick() {
        List<Worker> idle = workers.stream().filter(it -> it.state == Worker.State.IDLE)
                .sorted(Comparator.comparingLong(it -> it.idleSince)).toList();
        int surplus = idle.size() - settings.idleWorkers();
        for (int i = 0; i < idle.size(); i++) {
            Worker worker = idle.get(i);
            if (!worker.jvm.isAlive()) retire(worker, "its JVM ended by itself");
            else if (i < surplus) retire(worker, "too many workers waited");
            else if (ticker.since(worker.idleSince).compareTo(settings.idleTime()) > 0) retire(worker, "nobody needed it");
            else if (worker.memory.isPresent() && !worker.rested && ticker.since(worker.idleSince).compareTo(settings.restTime()) > 0) rest(worker);
        }
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
            all = List.copyOf(workers);
            workers.clear();
            notifyAll();
        }
        for (Worker worker : all) {
            if (worker.state == Worker.State.IDLE) worker.jvm.say(new ToWorker.Exit());
        }
        for (Worker worker : all) {
            if (worker.state == Worker.State.IDLE) worker.jvm.exitCode();
            worker.jvm.kill();
        }
        background.shutdownNow();
        doorway.ifPresent(WorkerPool::close);
    }

    /** As if the daemon were gone, as far as its workers can see. For tests. */
    synchronized void dropConnections() {
        workers.forEach(worker -> worker.jvm.drop());
    }

    /** The lease is over. {@code spent}: so is the worker, for this reason. */
    void takeBack(Worker worker, Optional<String> spent) {
        synchronized (this) {
            worker.leases++;
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
        synchronized (this) {
            if (closed) return;
            worker.memory = state;
            worker.state = Worker.State.IDLE;
            if (!worker.rested) worker.idleSince = ticker.nanos();
            Optional<String> reason = state.isEmpty()
                    ? Optional.of(silent)
                    : retirePolicy.retire(worker.leases, state.get()).or(() -> lookAtLibraries(worker, worker.memory.get()));
            reason.ifPresent(it -> retire(worker, it));
            tick();
            notifyAll();
        }
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

    private Worker boot(Cancel cancel, Shelf shelf, Foundation foundation, Worker.State state, Optional<IntConsumer> debugger) throws IOException {
        WorkerSpec spec = shelf.spec();
        Worker.Fork fork = reserveFork(spec);
        try {
            BootCommand command = new BootCommand(spec.numbered(fork.number()), shelf.freshness(), debugger.isPresent(), workerJar, stateDirectory);
            ToWorker.Setup setup = new ToWorker.Setup(shelf.freshness() == Freshness.WARM, texts(command.plainClasspath()),
                    texts(foundation.layout().reloaded()), texts(foundation.layout().kept()), command.systemProperties(),
                    spec.enableAssertions(), observing.of(spec), spec.covers());
            Jvm jvm = Jvm.boot(cancel, command, setup, doorway(), debugger);
            synchronized (this) {
                if (!closed) {
                    Worker worker = new Worker("w" + ++named, shelf, jvm, foundation, fork);
                    worker.state = state;
                    worker.idleSince = ticker.nanos();
                    workers.add(worker);
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
        List<FileStamp> jars =
                classpath.stream().filter(entry -> !project.contains(entry)).map(FileStamp::of).toList();
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
                Layout.of(classpath, project, content.packages(), jarFacts::of));
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
        retired.addFirst(worker.status(reason));
        if (retired.size() > RETIRED_SHOWN) retired.removeLast();
        background.execute(worker.jvm::exit);
        notifyAll();
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
