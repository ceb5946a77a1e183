package dev.testls.worker;

import dev.testls.worker.observe.Recorder;
import dev.testls.worker.observe.Units;
import dev.testls.worker.wire.Batch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One lease's classes, launcher and thread.
 *
 * <p>In a worker that is used again, each lease has a main thread of its own: what tests leave in thread-locals goes
 * with it. A worker for one lease runs tests on the JVM's main thread, as Surefire does.
 */
final class Session {
    private static final String BRIDGE = "dev.testls.worker.launcher.LauncherBridge";
    /** So long the lease's own thread may take to end after its last task, in seconds. */
    private static final long THREAD_END_SECONDS = 5;

    private final Classes classes;
    /** Null: nothing is observed. */
    private final Recorder recorder;
    private final boolean covers;
    private final ClassLoader loader;
    /** Null: the calling thread it is. */
    private final ExecutorService mainThread;
    private TestRunner runner;
    private int batches;

    private Session(Classes classes, Recorder recorder, ClassLoader loader, ExecutorService mainThread) {
        this.classes = classes;
        this.recorder = recorder;
        this.covers = classes.covers();
        this.loader = loader;
        this.mainThread = mainThread;
        if (mainThread != null) SystemLoader.lend(loader);
    }

    static Session begin(Sink sink, Attribution attribution, Classes classes, boolean ownThread) throws Exception {
        ExecutorService mainThread = ownThread ? Executors.newSingleThreadExecutor(Session::mainThread) : null;
        Recorder recorder = classes.recorder();
        Session session = new Session(classes, recorder, classes.open(recorder), mainThread);
        session.onMainThread(() -> {
            session.openRunner(sink, attribution);
            return null;
        });
        return session;
    }

    /**
     * A session for a lease that may come, with the classes that the one before it made; null where the project has a say in
     * how the launcher starts. Close it when it turns out not to be {@link #isCurrent}.
     */
    static Session ahead(Sink sink, Attribution attribution, Classes classes, Map<String, Boolean> made) throws Exception {
        Recorder recorder = classes.recorder();
        ClassLoader loader = classes.open(recorder);
        boolean open = loader instanceof ProjectLoader && !((ProjectLoader) loader).configuresLauncher();
        if (!open) {
            classes.close(loader);
            return null;
        }
        ((ProjectLoader) loader).loadAhead(made);
        Session session = new Session(classes, recorder, loader, Executors.newSingleThreadExecutor(Session::mainThread));
        session.onMainThread(() -> {
            session.openRunner(sink, attribution);
            return null;
        });
        return session;
    }

    /** Whether one that was opened ahead is what {@link #begin} would open now. */
    boolean isCurrent() {
        ProjectLoader project = (ProjectLoader) loader;
        return project.isCurrent() && !project.configuresLauncher();
    }

    /** Whether the tests left something in static fields of the project that others could see. */
    boolean leftState() {
        return recorder != null && recorder.leftState();
    }

    /** The project's classes that were loaded, each with whether its code was seen to run, for {@link #ahead}. */
    Map<String, Boolean> made() {
        if (!(loader instanceof ProjectLoader)) return Collections.emptyMap();
        Set<String> ran = recorder == null ? Collections.<String>emptySet() : recorder.ran();
        Map<String, Boolean> made = new TreeMap<>();
        for (String name : ((ProjectLoader) loader).made()) made.put(name, ran.contains(name));
        return made;
    }

    /** How many were run. */
    int batches() {
        return batches;
    }

    List<String> run(Batch batch) throws Exception {
        batches++;
        return onMainThread(() -> runner.run(batch));
    }

    List<String> discover(Batch batch) throws Exception {
        return onMainThread(() -> runner.discover(batch));
    }

    void end() throws Exception {
        close();
        if (mainThread == null) return;
        onMainThread(() -> {
            classes.end(loader);
            return null;
        });
        mainThread.shutdown();
        mainThread.awaitTermination(THREAD_END_SECONDS, TimeUnit.SECONDS);
        SystemLoader.takeBack();
        if (recorder != null) recorder.end();
        classes.close(loader);
    }

    void close() throws Exception {
        onMainThread(() -> {
            runner.close();
            return null;
        });
    }

    private void openRunner(Sink sink, Attribution attribution) throws Exception {
        if (recorder != null) recorder.tellTo(sink);
        Units units = covers ? new Coverage(sink) : recorder == null ? Units.NONE : recorder;
        Thread.currentThread().setContextClassLoader(loader);
        runner = (TestRunner) Class.forName(BRIDGE, true, loader)
                .getConstructor(Sink.class, Attribution.class, Units.class).newInstance(sink, attribution, units);
    }

    private <T> T onMainThread(Task<T> task) throws Exception {
        if (mainThread == null) return unwrapped(task);
        try {
            return mainThread.submit(() -> {
                Thread.currentThread().setContextClassLoader(loader);
                return unwrapped(task);
            }).get();
        } catch (ExecutionException e) {
            throw sneaky(e.getCause());
        }
    }

    private static <T> T unwrapped(Task<T> task) throws Exception {
        try {
            return task.call();
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw sneaky(e.getCause());
        }
    }

    private static Exception sneaky(Throwable thrown) {
        if (thrown instanceof Error) throw (Error) thrown;
        return (Exception) thrown;
    }

    private static Thread mainThread(Runnable action) {
        Thread thread = new Thread(Thread.currentThread().getThreadGroup(), action, "main");
        thread.setDaemon(false);
        return thread;
    }

    private interface Task<T> {
        T call() throws Exception;
    }
}
