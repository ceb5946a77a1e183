package dev.testls.worker;

import java.lang.reflect.Method;
import java.util.stream.Stream;

/** The end of a worker without a daemon. */
final class Orphan {
    /** Tells people who look at exit codes what happened. */
    private static final int EXIT_CODE = 90;

    private Orphan() {}

    /** Ends the JVM at once, also while a test hangs: nobody will ever hear its result. */
    static void end() {
        try {
            endChildren();
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** What tests have started and nobody will stop any more; Java 8 cannot tell what that is. */
    private static void endChildren() {
        try {
            Class<?> handle = Class.forName("java.lang.ProcessHandle");
            Method end = handle.getMethod("destroyForcibly");
            Stream<?> children = (Stream<?>) handle.getMethod("descendants").invoke(handle.getMethod("current").invoke(null));
            for (Object child : children.toArray()) end.invoke(child);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // They end with their terminal, or not at all.
        }
    }
}
