package dev.testls.worker.jdk;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What is to happen when the JVM ends, which for a test is when its lease does. */
final class Endings implements Piece {
    private final Predicate<ClassLoader> ofLease;

    Endings(Predicate<ClassLoader> ofLease) {
        this.ofLease = ofLease;
    }

    @Override
    public String name() {
        return "what is to happen at the JVM's end";
    }

    @Override
    public void putBack(List<String> left) {
        deleteFiles();
        Object hooks = Inside.getStatic("java.lang.ApplicationShutdownHooks", "hooks");
        if (!(hooks instanceof Map)) return;
        // By identity, and guarded by its class; no other thread should be at it now.
        for (Object hook : ((Map<?, ?>) hooks).keySet().toArray()) {
            if (hook instanceof Thread && isOfLease((Thread) hook)) left.add("a shutdown hook of the project's waits: " + ((Thread) hook).getName());
        }
    }

    /** As the JVM does it: those first that were named last. Whatever is still open is deleted all the same, or is not, as there. */
    private static void deleteFiles() {
        Object files = Inside.getStatic("java.io.DeleteOnExitHook", "files");
        if (!(files instanceof Set) || ((Set<?>) files).isEmpty()) return;
        List<Object> paths = new ArrayList<>((Set<?>) files);
        ((Set<?>) files).clear();
        Collections.reverse(paths);
        for (Object path : paths) new File((String) path).delete();
    }

    private boolean isOfLease(Thread hook) {
        Object task = Scheduled.run(hook);
        return ofLease.test(hook.getClass().getClassLoader()) || task != null && ofLease.test(task.getClass().getClassLoader());
    }
}
