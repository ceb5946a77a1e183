package dev.testls.pool;

import java.time.Duration;

/**
 * What workers may cost.
 *
 * @param idleWorkers so many may wait for a lease, of all specs together
 * @param idleTime so long one may wait
 * @param restTime after so long a wait a large heap is collected, and what is free of it given back to the system
 * @param leases so many one JVM may serve: a backstop, for what leaks is measured
 * @param heapFraction so much of its heap's limit may be in use between leases, from 0 to 1; softly held things count, and fill
 *     what is free for a while
 * @param metaspaceBytes so much its classes may take between leases; of a limit of its own, {@code heapFraction} counts
 * @param leftLoaders so many class loaders of ended leases may survive a collection of all garbage
 */
public record PoolSettings(
        int idleWorkers, Duration idleTime, Duration restTime, int leases, double heapFraction, long metaspaceBytes, int leftLoaders) {
    private static final long MEBIBYTE = 1 << 20;

    public static PoolSettings standard() {
        return new PoolSettings(8, Duration.ofMinutes(10), Duration.ofMinutes(1), 1000, 0.9, 512 * MEBIBYTE, 6);
    }

    RetirePolicy retirePolicy() {
        return RetirePolicy.any(
                RetirePolicy.leftThreads(), RetirePolicy.notPutBack(), RetirePolicy.leftLoaders(leftLoaders),
                RetirePolicy.heapAbove(heapFraction), RetirePolicy.metaspaceAbove(metaspaceBytes, heapFraction),
                RetirePolicy.after(leases));
    }
}
