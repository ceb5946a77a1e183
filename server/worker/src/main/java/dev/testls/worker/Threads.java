package dev.testls.worker;

import dev.testls.worker.jdk.JdkState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which threads there are, and which were left behind. */
final class Threads {
    private static final int NAMED = 5;
    private static final long LOOK_AGAIN_MILLIS = 5;
    private static final String OWN = "tls-";

    /** Threads of the JDK's own, which come and go by themselves and serve everybody. */
    private static final String[] OF_JDK = {
        "ForkJoinPool.commonPool-", "process reaper", "Keep-Alive-", "CompletableFutureDelayScheduler", "Common-Cleaner",
        "Cleaner-", "InnocuousThread", "Attach Listener", "Signal Dispatcher", "Java2D Disposer", "AWT-", "RMI ",
        "JMX ", "GC Daemon", "Finalizer", "Reference Handler", "VirtualThread-unparker", "Read-Poller", "Write-Poller",
        "MasterPoller", "Unblocker", "DestroyJavaVM", "Monitor Ctrl-Break", OWN
    };

    private final Set<Thread> before;
    private final Predicate<String> stays;

    private Threads(Set<Thread> before, Predicate<String> stays) {
        this.before = before;
        this.stays = stays;
    }

    /** @param stays whether a class of this name is one of a library's that is there for later leases, too */
    static Threads now(Predicate<String> stays) {
        return new Threads(all(), stays);
    }

    /**
     * The threads that came since and could still do something, each with where it is, for people. It is not ours to interrupt
     * them. Those that belong to the JDK are told to forget the lease's loader, which they inherited.
     *
     * <p>A thread of an executor that nobody shut down is no such thing while it waits for work. Code of the lease, which has
     * ended, gives it none; a library, which stays, may, and then for a later lease: so it forgets the loader, too, and all that is in
     * its thread-locals, those too that it inherited from the test that had it started. Nor is one of a library's that waits for garbage: it
     * was started once, when a class of the library began, and cleans up.
     *
     * @param graceMillis so long those that are about to end may take, all together
     */
    List<String> left(long graceMillis) throws InterruptedException {
        long graceEnds = System.nanoTime() + graceMillis * 1_000_000;
        List<String> left = new ArrayList<>();
        for (Thread thread : all()) {
            if (thread == Thread.currentThread()) continue;
            // One of the JDK's may have been there before, and run what a test gave it.
            if (before.contains(thread) && !isShared(thread)) continue;
            if (!isIdle(thread)) {
                long grace = (graceEnds - System.nanoTime()) / 1_000_000;
                if (grace > 0) awaitIdle(thread, grace);
                if (!thread.isAlive()) continue;
                if (!isIdle(thread)) {
                    if (left.size() < NAMED) left.add(thread.getName() + place(thread));
                    continue;
                }
            }
            forget(thread);
        }
        return left;
    }

    /** Until it ends, or waits for work; one that serves others, too, goes on, but no longer for the test. */
    private void awaitIdle(Thread thread, long millis) throws InterruptedException {
        long ends = System.nanoTime() + millis * 1_000_000;
        while (thread.isAlive() && !isIdle(thread) && System.nanoTime() < ends) thread.join(LOOK_AGAIN_MILLIS);
    }

    /** Whether it does nothing that a test wants: one of the JDK's own, while there is none but the JDK's code on its stack. */
    private boolean isIdle(Thread thread) {
        if (!isOfJdk(thread)) return waitsForWork(thread) || waitsForGarbage(thread);
        if (thread.getName().startsWith(OWN)) return true;
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (!isOfJdk(frame)) return false;
        }
        return true;
    }

    /** Whether the JDK gives it whatever work anybody has. */
    private static boolean isShared(Thread thread) {
        return thread.getName().startsWith("ForkJoinPool.commonPool-") || thread.getName().startsWith("CompletableFutureDelayScheduler");
    }

    /** The innermost frame that is not the JDK's, or the innermost of all. */
    private static String place(Thread thread) {
        StackTraceElement[] trace = thread.getStackTrace();
        for (StackTraceElement frame : trace) {
            if (!isOfJdk(frame)) return " in " + frame;
        }
        return trace.length == 0 ? "" : " in " + trace[0];
    }

    /** What all threads do, as text for people; those of the worker and the JVM itself come last, if at all. */
    static String dump() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
            Thread thread = each.getKey();
            if (each.getValue().length == 0 || isOfJdk(thread)) continue;
            text.append('"').append(thread.getName()).append("\" ").append(thread.getState()).append('\n');
            for (StackTraceElement frame : each.getValue()) text.append("    at ").append(frame).append('\n');
            text.append('\n');
        }
        return text.toString();
    }

    private static boolean isOfJdk(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        if (group == null || group.getName().equals("system") || group.getName().equals("InnocuousThreadGroup")) {
            return true;
        }
        // One of a client of HTTP, which ends when nobody has the client any more.
        if (thread.getClass().getName().startsWith("jdk.internal.net.http.")) return true;
        for (String prefix : OF_JDK) {
            if (thread.getName().startsWith(prefix)) return true;
        }
        return false;
    }

    /** Whether this is an executor's thread without work. One that waits for a time to come has work. */
    private static boolean waitsForWork(Thread thread) {
        boolean waits = false;
        for (StackTraceElement frame : thread.getStackTrace()) {
            String name = frame.getClassName();
            if (!isOfJdk(frame)) return false;
            boolean scheduled = name.endsWith("$DelayedWorkQueue");
            if (scheduled && thread.getState() != Thread.State.WAITING) return false;
            waits |= name.equals("java.util.concurrent.ThreadPoolExecutor") && frame.getMethodName().equals("getTask");
            waits |= name.equals("java.util.concurrent.ForkJoinPool") && frame.getMethodName().equals("awaitWork");
        }
        return waits && thread.getState() != Thread.State.RUNNABLE;
    }

    private boolean waitsForGarbage(Thread thread) {
        boolean waits = false;
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (!isOfJdk(frame) && !stays.test(frame.getClassName())) return false;
            waits |= frame.getClassName().equals("java.lang.ref.ReferenceQueue") && frame.getMethodName().startsWith("remove");
        }
        return waits && thread.getState() != Thread.State.RUNNABLE;
    }

    private static boolean isOfJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.") || name.startsWith("com.sun.");
    }

    private static void forget(Thread thread) {
        if (waitsForWork(thread)) JdkState.forgetLocals(thread);
        try {
            if (thread.getContextClassLoader() instanceof ProjectLoader) {
                thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            }
        } catch (RuntimeException e) {
            // A thread without a choice (an InnocuousThread) never had our loader.
        }
    }

    private static Set<Thread> all() {
        Set<Thread> all = Collections.newSetFromMap(new IdentityHashMap<Thread, Boolean>());
        all.addAll(Thread.getAllStackTraces().keySet());
        return all;
    }
}
