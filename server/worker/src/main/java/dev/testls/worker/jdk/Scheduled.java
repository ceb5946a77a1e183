package dev.testls.worker.jdk;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;

/** What the JDK's executors are to do later, or again and again. */
public final class Scheduled {
    private static final String WORKER = ThreadPoolExecutor.class.getName() + "$Worker";
    /** So far a factory of threads may have wrapped what a thread is to run. */
    private static final int DEEPEST = 2;

    private Scheduled() {}

    /** The classes of what waits in the executor that the thread is of; empty when that cannot be told. */
    public static Optional<List<String>> tasks(Thread thread) {
        Object worker = worker(run(thread), 0);
        Object executor = worker == null ? null : Inside.get(worker, "this$0");
        if (!(executor instanceof ThreadPoolExecutor)) return Optional.empty();
        List<String> tasks = new ArrayList<>();
        for (Object each : ((ThreadPoolExecutor) executor).getQueue().toArray()) tasks.add(task(each).getClass().getName());
        return Optional.of(tasks);
    }

    /** What a thread was made to run; null when that is itself. */
    static Object run(Thread thread) {
        Object task = Inside.get(thread, "target");
        Object holder = task == null ? Inside.get(thread, "holder") : null;
        return holder == null ? task : Inside.get(holder, "task");
    }

    private static Object worker(Object run, int depth) {
        if (run == null || run.getClass().getName().equals(WORKER)) return run;
        if (!(run instanceof Runnable) || depth == DEEPEST) return null;
        for (Field field : Inside.fields(run.getClass())) {
            if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) continue;
            Object found = worker(Inside.get(run, field.getName()), depth + 1);
            if (found != null) return found;
        }
        return null;
    }

    /** What was handed to the executor, out of what it made of it. */
    private static Object task(Object waiting) {
        Object callable = waiting instanceof FutureTask ? Inside.get(waiting, "callable") : null;
        Object task = callable == null ? null : Inside.get(callable, "task");
        if (task != null) return task;
        return callable != null ? callable : waiting;
    }
}
