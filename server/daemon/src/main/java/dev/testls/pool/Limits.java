package dev.testls.pool;

import java.time.Duration;

/** How long the pool waits for others, all in one place. */
final class Limits {
    /** From the start of a JVM until it is ready for a lease. */
    static final Duration BOOT = Duration.ofSeconds(60);

    /** The same, where somebody has to attach a debugger first. */
    static final Duration DEBUGGER = Duration.ofDays(1);

    /** From a connection until its peer has proved itself. */
    static final Duration HELLO = Duration.ofSeconds(5);

    /** From the end of a lease until the worker is ready for the next. */
    static final Duration PUT_BACK = Duration.ofSeconds(20);

    /** For what runs between tests (discovery, a context that starts), when a test's own limit is shorter. */
    static final Duration BETWEEN_TESTS = Duration.ofMinutes(2);

    /** Until a worker whose test takes too long has told what its threads do. */
    static final Duration THREAD_DUMP = Duration.ofSeconds(3);

    /** For a JVM that lost its connection to notice, before it is killed: its exit code tells more than the signal would. */
    static final Duration ORPHAN = Duration.ofSeconds(2);

    /** For another lease to end, where there was too little of something to start a JVM. */
    static final Duration ROOM = Duration.ofSeconds(10);

    /** For shutdown hooks, until the JVM is killed. */
    static final Duration EXIT = Duration.ofSeconds(10);

    /** The same, for a JVM that holds what others may need: they wait for it. */
    static final Duration EXIT_HOLDING = Duration.ofSeconds(1);

    /** For a JVM that was killed, or whose connection ended, to be gone. */
    static final Duration GONE = Duration.ofSeconds(5);

    private Limits() {}
}
