package dev.testls.worker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;

/** How much the JVM holds. */
final class Memory {
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

    private static long collections() {
        long all = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            all += Math.max(0, bean.getCollectionCount());
        }
        return all;
    }
}
