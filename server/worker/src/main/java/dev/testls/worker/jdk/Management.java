package dev.testls.worker.jdk;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectInstance;
import javax.management.ObjectName;

/** The MBeans that were registered, and the flags of those that the JVM itself has. */
final class Management implements Piece {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    private final boolean contention = threads.isThreadContentionMonitoringSupported() && threads.isThreadContentionMonitoringEnabled();
    private final boolean cpuTime = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    private final Object allocation = Inside.get(threads, "allocatedMemoryEnabled");
    private final boolean verboseMemory = memory.isVerbose();
    private final boolean verboseClasses = classes.isVerbose();
    /** Those of the JDK's own that are in its server, as they were seen last: asking for each takes longer than all the rest. */
    private Set<ObjectName> known = Collections.emptySet();

    @Override
    public String name() {
        return "the JVM's management";
    }

    @Override
    public void putBack(List<String> left) throws Exception {
        if (threads.isThreadContentionMonitoringSupported() && threads.isThreadContentionMonitoringEnabled() != contention) {
            threads.setThreadContentionMonitoringEnabled(contention);
        }
        if (threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled() != cpuTime) threads.setThreadCpuTimeEnabled(cpuTime);
        if (allocation != null && !allocation.equals(Inside.get(threads, "allocatedMemoryEnabled"))) {
            left.add("whether the JVM measures what threads allocate");
        }
        if (memory.isVerbose() != verboseMemory) memory.setVerbose(verboseMemory);
        if (classes.isVerbose() != verboseClasses) classes.setVerbose(verboseClasses);
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            // None has a limit until somebody sets one.
            if (pool.isUsageThresholdSupported() && pool.getUsageThreshold() != 0) pool.setUsageThreshold(0);
            if (pool.isCollectionUsageThresholdSupported() && pool.getCollectionUsageThreshold() != 0) pool.setCollectionUsageThreshold(0);
        }
        for (Object bean : new Object[] {memory, threads, classes}) {
            Object listeners = Inside.get(bean, "listenerList");
            if (listeners instanceof Collection && !((Collection<?>) listeners).isEmpty()) left.add("somebody listens to the JVM's memory");
        }
        putBackServers(left);
        tellFlags(left);
    }

    private void putBackServers(List<String> left) throws Exception {
        // Asking for the server would make it.
        MBeanServer platform = (MBeanServer) Inside.getStatic("java.lang.management.ManagementFactory", "platformMBeanServer");
        if (Inside.getStatic("javax.management.MBeanServerFactory", "mBeanServerList") != null) {
            for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
                if (server != platform) MBeanServerFactory.releaseMBeanServer(server);
            }
        }
        if (platform == null) return;
        Set<ObjectName> names = platform.queryNames(null, null);
        if (names.equals(known)) return;
        for (ObjectInstance each : platform.queryMBeans(null, null)) {
            if (isOfJdk(each.getClassName())) continue;
            try {
                platform.unregisterMBean(each.getObjectName());
            } catch (javax.management.InstanceNotFoundException e) {
                // Another one took it along.
            } catch (Exception e) {
                left.add("the MBean " + each.getObjectName() + " stays");
            }
        }
        known = platform.queryNames(null, null);
    }

    /** Those of a test may be of the JDK's classes, too, but only of such as wrap or carry another's. */
    private static boolean isOfJdk(String className) {
        return className == null || className.startsWith("sun.") || className.startsWith("com.sun.management.") || className.startsWith("jdk.")
                || className.startsWith("javax.management.MBeanServerDelegate") || className.startsWith("java.util.logging.")
                || className.startsWith("java.lang.management.");
    }

    /** What a JVM began with cannot be asked, but who set it can. */
    private static void tellFlags(List<String> left) {
        Object bean = Inside.getStatic("com.sun.management.internal.PlatformMBeanProviderImpl", "hsDiagMBean");
        // What sets one comes to life for it.
        if (bean == null || !Inside.isInUse("com.sun.management.internal.Flag")) return;
        try {
            for (Object option : (List<?>) Class.forName("com.sun.management.HotSpotDiagnosticMXBean").getMethod("getDiagnosticOptions").invoke(bean)) {
                Class<?> type = option.getClass();
                if (type.getMethod("getOrigin").invoke(option).toString().equals("MANAGEMENT")) {
                    left.add("the JVM's option " + type.getMethod("getName").invoke(option) + " was changed");
                }
            }
        } catch (ReflectiveOperationException e) {
            // A JVM without such options.
        }
    }
}
