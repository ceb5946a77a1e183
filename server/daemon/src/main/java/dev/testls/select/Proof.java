package dev.testls.select;

/**
 * What a JVM without a history has said of a test's outcome; a closed set, the weakest first.
 *
 * <p>The outcome of a test in a JVM that served earlier runs is provisional: what those left may have made it.
 */
public enum Proof {
    /** Nothing: the outcome is a reused JVM's. */
    NONE,
    /** The same, in a JVM that ran other classes of the same run before, as a plain build's does. It is true of that run. */
    IN_COMPANY,
    /** The same, in a JVM that had run nothing else. It is true of every run, for as long as the test's evidence holds. */
    ALONE
}
