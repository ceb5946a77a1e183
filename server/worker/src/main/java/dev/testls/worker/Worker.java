package dev.testls.worker;

import dev.testls.worker.jdk.JdkState;
import dev.testls.worker.jdk.SoftReferences;
import dev.testls.worker.kept.Leftovers;
import dev.testls.worker.wire.Batch;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.ToWorker;
import dev.testls.worker.wire.ToDaemon.State;
import java.io.ByteArrayInputStream;
import java.lang.management.MemoryUsage;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Obeys what the daemon says, on the main thread, one thing after the other. */
final class Worker implements ToWorker.Cases<Void> {
    /** So many loaders of ended leases may wait for a large heap to rest. */
    private static final int LOADERS_BEFORE_COLLECTING = 6;
    /** So often garbage is collected before a loader of an ended lease counts as held. */
    private static final int COLLECTIONS = 2;
    private static final int UNKNOWN = -1;
    /** So long threads that are about to end may take after a lease, in milliseconds, over all of them. */
    private static final long SHORTEST_GRACE_MILLIS = 200;
    private static final long LONGEST_GRACE_MILLIS = 3000;
    /** Above this part of the heap's limit the collector is called before the heap is told. */
    private static final double HEAP_BEFORE_COLLECTING = 0.6;
    /** Above this a collection is a pause that somebody may feel, and the next run misses the memory that it gives back. */
    private static final long LARGE_HEAP = 256L << 20;

    /** Classes of a small run are loaded ahead of the next one; a big one gains little and would hold memory for it. */
    private static final int MOST_LOADED_AHEAD = 300;

    private final Channel channel;
    private final Attribution attribution = new Attribution();
    private final Capture out;
    private final Capture err;
    private Classes classes;
    private boolean reloads;
    private JvmState state;
    private Logger junitLogger;
    /** Null between leases. */
    private Session session;
    /** When the first session of this lease began. */
    private long leasedAt;
    /** Those that were there then; null where none has begun. */
    private Threads threads;
    /** What sessions of this lease that have ended left behind. */
    private final List<String> leftAsItWas = new ArrayList<>();
    /** As of the last lease's end: see {@link State#leftLoaders}. */
    private int leftLoaders;
    /** Opened while nobody waits, for a lease that may come; null when there is none. */
    private Session ahead;

    Worker(Channel channel) {
        this.channel = channel;
        out = new Capture(channel, attribution, false, Charset.defaultCharset());
        err = new Capture(channel, attribution, true, Charset.defaultCharset());
    }

    @Override
    public Void setup(ToWorker.Setup it) {
        it.systemProperties.forEach(System::setProperty);
        System.clearProperty("java.system.class.loader");
        reloads = it.reloads;
        if (reloads) channel.bePatient();
        classes = Classes.of(it);
        System.setIn(new ByteArrayInputStream(new byte[0]));
        System.setOut(out);
        System.setErr(err);
        quietenJunit();
        if (reloads) Thread.currentThread().setName("tls-main");
        classes.warmUp();
        Memory.loadedClasses();
        state = new JvmState(reloads ? JdkState.remember(ProjectLoader::endsWithLease, classes.kept()) : JdkState.NONE);
        channel.send(new ToDaemon.Ready(System.getProperty("java.version")));
        return null;
    }

    @Override
    public Void run(ToWorker.Run it) {
        return answer(() -> run(it.batch));
    }

    @Override
    public Void discover(ToWorker.Discover it) {
        return answer(() -> session().discover(it.batch));
    }

    @Override
    public Void putBack(ToWorker.PutBack it) {
        try {
            Map<String, Boolean> made = session == null ? Collections.<String, Boolean>emptyMap() : session.made();
            endSession();
            List<String> leftThreads = threads == null ? Collections.<String>emptyList() : threads.left(grace());
            List<String> notPutBack = new ArrayList<>(leftAsItWas);
            if (leftThreads.isEmpty() && reloads) notPutBack.addAll(state.held());
            threads = null;
            leftAsItWas.clear();
            Leftovers leftovers = classes.leftovers();
            boolean later = isLarge() && classes.left() <= LOADERS_BEFORE_COLLECTING;
            leftLoaders = classes.left() == 0 ? 0 : later ? UNKNOWN : countLeftLoaders();
            channel.send(memory(leftThreads, notPutBack, leftovers));
            if (reloads && leftThreads.isEmpty()) openAhead(made);
        } catch (Throwable e) {
            channel.send(broken("its state cannot be put back", e));
        }
        return null;
    }

    @Override
    public Void dumpThreads(ToWorker.DumpThreads it) {
        channel.send(new ToDaemon.Threads(Threads.dump()));
        return null;
    }

    @Override
    public Void exit(ToWorker.Exit it) {
        try {
            if (session != null) session.close();
        } catch (Throwable e) {
            e.printStackTrace();
        }
        channel.flush();
        System.exit(0);
        return null;
    }

    @Override
    public Void rest(ToWorker.Rest it) {
        if (isLarge()) leftLoaders = countLeftLoaders();
        channel.send(memory(Collections.<String>emptyList(), Collections.<String>emptyList(), new Leftovers()));
        return null;
    }

    @Override
    public Void collect(ToWorker.Collect it) {
        Memory.collectAndClose();
        channel.send(memory(Collections.<String>emptyList(), Collections.<String>emptyList(), new Leftovers()));
        return null;
    }

    @Override
    public Void compare(ToWorker.Compare it) {
        channel.send(new ToDaemon.Compared(it.everything ? classes.changedSinceServed() : changedOfHeld()));
        return null;
    }

    private String changedOfHeld() {
        String changed = classes.changed();
        // As late as here: whoever runs unchanged classes again would miss what is held softly. What finalizers held is garbage the second time.
        for (int i = 0; i < COLLECTIONS && !changed.isEmpty(); i++) {
            SoftReferences.clear(Memory::collectAndClose);
            changed = classes.changed();
        }
        return changed;
    }

    private static boolean isLarge() {
        MemoryUsage heap = Memory.heap();
        // A collector rounds up to whole regions what it begins with.
        return heap.getCommitted() > Math.max(heap.getInit() + heap.getInit() / 8, LARGE_HEAP);
    }

    /** After a collection of all garbage; what is held softly is among them. */
    private int countLeftLoaders() {
        boolean collected = Memory.collect();
        if (classes.left() == 0) return 0;
        if (!collected) return UNKNOWN;
        classes.forget();
        Memory.collect();
        return classes.left();
    }

    private List<String> run(Batch batch) throws Exception {
        if (batch.together == 0 || batch.provider == Batch.Provider.TESTNG) return session().run(batch);
        List<String> problems = new ArrayList<>();
        for (Batch each : batch.each()) {
            if (session != null && session.batches() >= batch.together && session.leftState()) endSession();
            problems.addAll(session().run(each));
        }
        return problems;
    }

    /** A JVM that has worked long is worth a longer wait than one that soon has a successor. */
    private long grace() {
        long worked = (System.nanoTime() - leasedAt) / 1_000_000;
        return Math.min(LONGEST_GRACE_MILLIS, Math.max(SHORTEST_GRACE_MILLIS, worked / 20));
    }

    private void endSession() throws Exception {
        if (session != null) session.end();
        session = null;
        leftAsItWas.addAll(state.putBack());
        Thread.interrupted();
    }

    private Session session() throws Exception {
        if (session != null) return session;
        if (threads == null) {
            threads = Threads.now(classes::isKept);
            leasedAt = System.nanoTime();
        }
        Session early = ahead;
        ahead = null;
        if (early != null && !early.isCurrent()) {
            early.end();
            early = null;
        }
        out.begin();
        err.begin();
        session = early != null ? early : Session.begin(channel, attribution, classes, reloads);
        return session;
    }

    private void openAhead(Map<String, Boolean> made) {
        try {
            if (ahead != null) ahead.end();
            ahead = Session.ahead(channel, attribution, classes, made.size() > MOST_LOADED_AHEAD ? Collections.<String, Boolean>emptyMap() : made);
        } catch (Throwable e) {
            // What cannot be opened now will tell so when it is wanted.
            ahead = null;
        }
    }

    private Void answer(Task task) {
        try {
            channel.send(new ToDaemon.Completed(task.call()));
        } catch (Throwable e) {
            channel.send(broken(cause(e), e));
        }
        return null;
    }

    private static String cause(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) return "out of memory: " + thrown.getMessage();
        if (thrown instanceof LinkageError || thrown instanceof ClassNotFoundException) {
            return "the JUnit Platform on the test class path cannot be used: " + thrown
                    + " (are all org.junit.platform and engine jars of one release?)";
        }
        return "the JUnit Platform failed: " + thrown;
    }

    private static ToDaemon.Broken broken(String cause, Throwable thrown) {
        return new ToDaemon.Broken(Text.clip(cause, Text.MESSAGE), Text.trace(thrown));
    }

    private State memory(List<String> leftThreads, List<String> notPutBack, Leftovers leftovers) {
        MemoryUsage heap = Memory.heap();
        if (heap.getMax() > 0 && heap.getUsed() > HEAP_BEFORE_COLLECTING * heap.getMax() && Memory.collect()) {
            heap = Memory.heap();
        }
        MemoryUsage metaspace = Memory.metaspace();
        return new State(leftThreads, notPutBack, leftLoaders, heap.getUsed(), heap.getMax(), metaspace.getUsed(),
                metaspace.getMax(), Memory.loadedClasses(), leftovers.mayStay(), leftovers.lasting);
    }

    /** As Surefire does. Held in a field, since a logger that nobody holds is forgotten with its level. */
    private void quietenJunit() {
        junitLogger = Logger.getLogger("org.junit");
        if (junitLogger.getLevel() == null) junitLogger.setLevel(Level.WARNING);
    }

    private interface Task {
        List<String> call() throws Exception;
    }
}
