package dev.testls.worker;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The application contexts that Spring's test support keeps for the classes to come, in a static field, until the JVM ends. For a lease that is
 * its end: they are closed, as the JVM's shutdown hooks would close them, and with them goes what they have opened and started.
 */
final class TestContexts {
    /** The class that has the field. */
    static final String HOLDER = "org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate";

    private TestContexts() {}

    /** To be called while the lease's classes can still be loaded. A context that cannot be closed is found by what it holds. */
    static void close(Class<?> holder) {
        try {
            Object cache = value(holder, "defaultContextCache", null);
            Map<?, ?> contexts = (Map<?, ?>) value(cache.getClass(), "contextMap", cache);
            List<Object> latestFirst;
            synchronized (contexts) {
                latestFirst = new ArrayList<>(contexts.values());
            }
            Collections.reverse(latestFirst);
            for (Object each : latestFirst) close(each);
            Method reset = holder.getClassLoader().loadClass("org.springframework.test.context.cache.ContextCache").getMethod("reset");
            reset.invoke(cache);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // Another release, which keeps them otherwise.
        }
    }

    private static void close(Object context) {
        try {
            if (context instanceof AutoCloseable) ((AutoCloseable) context).close();
        } catch (Exception | LinkageError e) {
            // The JVM would end all the same.
        }
    }

    private static Object value(Class<?> type, String name, Object of) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
