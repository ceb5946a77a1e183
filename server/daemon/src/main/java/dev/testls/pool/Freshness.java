package dev.testls.pool;

/**
 * In what kind of JVM tests run; a closed set. {@code FRESH}: booted for one lease, plain class path, then ended.
 * {@code WARM}: reused between leases, the project's classes loaded anew for each.
 */
public enum Freshness { FRESH, WARM }
