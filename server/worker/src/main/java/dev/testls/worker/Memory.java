package dev.testls.worker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;

/** How much the JVM holds. */
final class Memory {
    private static final long CLOSING_MILLIS = 500;

    private Memory() {}

    static MemoryUsage heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    /** Where classes live. */
    static MemoryUsage metaspace() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) return pool.getUsage();
        }
        return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    }

    static long loadedClasses() {
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    /** Collects all garbage; false when this JVM was told not to on request. */
    static boolean collect() {
        long before = collections();
        System.gc();
        return collections() > before;
    }

    /** Collects all garbage, and waits a little until files and sockets among it can have been closed. */
    static void collectAndClose() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Reference<Object> garbage = new PhantomReference<>(new Object(), queue);
        collect();
        try {
            // What was found with it is known to the cleaners by then.
            if (!garbage.equals(queue.remove(CLOSING_MILLIS))) return;
            finalizeGarbage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Java 8 closes so; a Java without finalizers has nothing to do here. */
    private static void finalizeGarbage() {
        try {
            System.class.getMethod("runFinalization").invoke(null);
        } catch (ReflectiveOperationException e) {
            // The cleaners do it all.
        }
    }

    private static long collections() {
        long all = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            all += Math.max(0, bean.getCollectionCount());
        }
        return all;
    }
}
