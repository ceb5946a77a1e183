package dev.testls.pool;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What workers may cost.
 *
 * @param idleWorkers so many may wait for a lease, of all specs together
 * @param idleBytes so much memory those that wait may take, all together
 * @param idleTime so long one may wait
 * @param restTime after so long a wait a large heap is collected, and what is free of it given back to the system
 * @param leases so many one JVM may serve: a backstop, for what leaks is measured
 * @param heapFraction so much of its heap's limit may be in use between leases, from 0 to 1; softly held things count, and fill
 *     what is free for a while
 * @param metaspaceBytes so much its classes may take between leases; of a limit of its own, {@code heapFraction} counts
 * @param leftLoaders so many class loaders of ended leases may survive a collection of all garbage
 * @param together so many JVMs may run tests for all runs together
 * @param most so many may run tests for one run, while there is no other
 */
public record PoolSettings(
        int idleWorkers, long idleBytes, Duration idleTime, Duration restTime, int leases, double heapFraction, long metaspaceBytes, int leftLoaders, int together, int most) {
    private static final long MEBIBYTE = 1 << 20;
    /** What a JVM that runs tests takes, about. */
    private static final long JVM_BYTES = 512 * MEBIBYTE;
    private static final long LEAST_IDLE_BYTES = 256 * MEBIBYTE;
    private static final long MOST_IDLE_BYTES = 1024 * MEBIBYTE;

    public static PoolSettings standard() {
        return standard(Runtime.getRuntime().availableProcessors(), memory());
    }

    /** One JVM for each processor, and one for tests that mostly wait; fewer where there is not the memory for them, but always two. */
    static PoolSettings standard(int processors, long memoryBytes) {
        int most = (int) Math.max(2, Math.min(1000, memoryBytes / JVM_BYTES));
        long idle = Math.max(LEAST_IDLE_BYTES, Math.min(MOST_IDLE_BYTES, memoryBytes / 16));
        return new PoolSettings(8, idle, Duration.ofMinutes(10), Duration.ofMinutes(1), 1000, 0.9, 512 * MEBIBYTE, 6, Math.min(processors + 1, most), most);
    }

    /** The same, but for the memory of those that wait. */
    public PoolSettings withIdleBytes(long bytes) {
        return new PoolSettings(idleWorkers, bytes, idleTime, restTime, leases, heapFraction, metaspaceBytes, leftLoaders, together, most);
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system ? system.getTotalMemorySize() : 8L << 30;
    }

    RetirePolicy retirePolicy() {
        return RetirePolicy.any(
                RetirePolicy.leftThreads(), RetirePolicy.notPutBack(), RetirePolicy.leftLoaders(leftLoaders),
                RetirePolicy.heapAbove(heapFraction), RetirePolicy.metaspaceAbove(metaspaceBytes, heapFraction),
                RetirePolicy.after(leases));
    }
}
