package dev.testls.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which threads there are, and which a lease left behind. */
final class Threads {
    /** So long a thread that is about to end may take, in milliseconds, over all of them. */
    private static final long GRACE_MILLIS = 200;
    private static final int NAMED = 5;

    /** Threads of the JDK's own, which come and go by themselves and serve everybody. */
    private static final String[] OF_JDK = {
        "ForkJoinPool.commonPool-", "process reaper", "Keep-Alive-", "CompletableFutureDelayScheduler", "Common-Cleaner",
        "Cleaner-", "InnocuousThread", "Attach Listener", "Signal Dispatcher", "Java2D Disposer", "AWT-", "RMI ",
        "JMX ", "GC Daemon", "Finalizer", "Reference Handler", "VirtualThread-unparker", "Read-Poller", "Write-Poller",
        "MasterPoller", "Unblocker", "DestroyJavaVM", "Monitor Ctrl-Break", "tls-"
    };

    private final Set<Thread> before;

    private Threads(Set<Thread> before) {
        this.before = before;
    }

    static Threads now() {
        return new Threads(all());
    }

    /**
     * The threads that came since and stay, for people. It is not ours to interrupt them. Those that belong to the JDK
     * are told to forget the lease's loader, which they inherited.
     */
    List<String> left() throws InterruptedException {
        long graceEnds = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        List<String> left = new ArrayList<>();
        for (Thread thread : all()) {
            if (before.contains(thread) || thread == Thread.currentThread()) continue;
            if (isOfJdk(thread)) {
                forgetLoader(thread);
                continue;
            }
            long grace = (graceEnds - System.nanoTime()) / 1_000_000;
            if (grace > 0) thread.join(grace);
            if (thread.isAlive() && left.size() < NAMED) left.add(thread.getName());
        }
        return left;
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
        for (String prefix : OF_JDK) {
            if (thread.getName().startsWith(prefix)) return true;
        }
        return false;
    }

    private static void forgetLoader(Thread thread) {
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
