package dev.testls.run;

/**
 * In what JVMs a run's tests run; a closed set. {@code FRESH}: only in new ones. {@code WARM}: in reused ones. {@code AUTO}:
 * in reused ones, but for classes that are known to need a new one. Classes that the build runs in an order run in new ones in any case. In each, what is red was red in a fresh JVM.
 */
public enum Isolation { AUTO, WARM, FRESH }
