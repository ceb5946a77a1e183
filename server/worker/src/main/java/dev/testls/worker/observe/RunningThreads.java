package dev.testls.worker.observe;

import dev.testls.worker.jdk.Scheduled;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tells whether tests left threads behind that still run code of the project, or soon will. */
final class RunningThreads {
    /** Libraries that have their own house kept again and again, by tasks that call no code of a project's. */
    private static final String[] HOUSEKEEPERS = {"com.zaxxer.hikari.", "org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat."};

    private final Set<Thread> before = Collections.newSetFromMap(new IdentityHashMap<Thread, Boolean>());
    /** By thread, the class that ended first after it was there. */
    private final Map<Thread, String> starters = new IdentityHashMap<>();
    private final Set<Thread> counted = Collections.newSetFromMap(new IdentityHashMap<Thread, Boolean>());
    private final ThreadGroup root;

    RunningThreads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) group = group.getParent();
        root = group;
        for (Thread each : all()) {
            if (each != null) before.add(each);
        }
    }

    /** Those that wait in the JDK or a library for somebody to give them work do not. */
    boolean goOn(Set<String> ofProject) {
        for (Thread each : all()) {
            if (isOfTests(each) && goesOn(each, ofProject)) return true;
        }
        return false;
    }

    /**
     * The classes that started threads which go on and did not when this was asked before. A thread can begin to go on long
     * after its class, while another one runs.
     */
    Set<String> leavers(String ended, Set<String> ofProject) {
        Set<String> leavers = new TreeSet<>();
        for (Thread each : all()) {
            if (!isOfTests(each)) continue;
            starters.putIfAbsent(each, ended);
            if (goesOn(each, ofProject) && counted.add(each)) leavers.add(starters.get(each));
        }
        return leavers;
    }

    private boolean isOfTests(Thread thread) {
        return thread != null && thread != Thread.currentThread() && !before.contains(thread) && !thread.getName().startsWith("tls-");
    }

    private Thread[] all() {
        Thread[] all = new Thread[root.activeCount() + 16];
        while (root.enumerate(all) == all.length) all = new Thread[2 * all.length];
        return all;
    }

    private static boolean goesOn(Thread thread, Set<String> ofProject) {
        StackTraceElement[] trace = thread.getStackTrace();
        // The launcher's own thread, while tests run on others, and a worker of the launcher's.
        for (StackTraceElement frame : trace) {
            if (frame.getClassName().startsWith("dev.testls.worker.")) return false;
        }
        boolean timed = thread.getState() == Thread.State.TIMED_WAITING;
        for (StackTraceElement frame : trace) {
            String name = frame.getClassName();
            if (ofProject.contains(name)) return true;
            if (timed && (name.endsWith("DelayedWorkQueue") && !keepsHouse(thread) || name.equals("java.util.TimerThread"))) return true;
        }
        return false;
    }

    private static boolean keepsHouse(Thread thread) {
        Optional<List<String>> tasks = Scheduled.tasks(thread);
        if (!tasks.isPresent()) return false;
        for (String task : tasks.get()) {
            boolean own = false;
            for (String each : HOUSEKEEPERS) own |= task.startsWith(each);
            if (!own) return false;
        }
        return true;
    }
}
