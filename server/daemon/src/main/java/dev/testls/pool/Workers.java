package dev.testls.pool;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;

/** The pool. Every method may be called on any thread. */
public interface Workers extends AutoCloseable {
    /**
     * A worker for these tests: one that waits, else a new one; blocks until it is this run's turn, and then until it answered.
     *
     * @throws IOException when no JVM can be started, with what, where and what to do; {@link NoJvmException} where the build is not to blame
     */
    Lease lease(Cancel cancel, WorkerSpec spec, Freshness freshness) throws IOException;

    /**
     * A reused worker as well, but of others than {@link #lease} gives: for tests that run beside the rest. Their JVM may be lost
     * by it, or has warmed to little; one that has warmed to most of the tests is too good for them.
     *
     * @throws IOException as {@link #lease}
     */
    Lease leaseBeside(Cancel cancel, WorkerSpec spec) throws IOException;

    /**
     * A fresh worker for a run that has one already, or had, and wants to know whether what was red there is red in this one, too.
     * A run gets its first such one at once, whoever else waits; without that, runs could wait for each other for ever.
     *
     * @throws IOException as {@link #lease}
     */
    Lease leaseToConfirm(Cancel cancel, WorkerSpec spec) throws IOException;

    /**
     * A fresh worker while nobody else has one but for debugging; blocks until that is so. The run must have no other.
     *
     * @throws IOException as {@link #lease}
     */
    Lease leaseAlone(Cancel cancel, WorkerSpec spec) throws IOException;

    /** The same workers, for one run: processors are shared fairly between runs, not between leases. Not to be closed. */
    Workers forOneRun();

    /**
     * A new worker whose JVM does nothing until a debugger attaches; blocks until it answered, however long that takes.
     *
     * @param listening is told the port at which it waits, on 127.0.0.1
     * @throws IOException as {@link #lease}
     */
    Lease debug(Cancel cancel, WorkerSpec spec, IntConsumer listening) throws IOException;

    /**
     * A new worker for what nobody waits for: its JVM has the lowest priority, serves this lease alone, and is gone, with all that it
     * has started, when {@link Lease#close} returns or a run in it that was cancelled. Blocks while anybody has a lease of another kind or
     * waits for one; when somebody comes who does, the JVM is given up at once, and what runs in it is cancelled.
     *
     * @throws IOException as {@link #lease}
     */
    Lease leaseQuietly(Cancel cancel, WorkerSpec spec) throws IOException;

    /** Ends the reused workers of this spec that wait: {@code why}, for people. */
    void discardReused(WorkerSpec spec, String why);

    /** Sees to it that {@code count} such workers wait, booting in the background. Failing to is not told: the lease will. */
    void prepare(WorkerSpec spec, Freshness freshness, int count);

    /** Ends waiting workers of any spec but these: they are of a class path, JDK or environment that is no more. */
    void retireAllBut(List<WorkerSpec> wanted);

    /** What those take that wait for a lease. */
    Idle idle();

    /** What there is, for {@code tls status} and {@code tls doctor}. */
    List<WorkerStatus> status();

    /** Ends all workers, leased ones too. */
    @Override
    void close();

    /**
     * Those that wait for a lease.
     *
     * @param bytes what they take of the machine's memory, and {@code budgetBytes} what they may take
     */
    record Idle(int jvms, long bytes, long budgetBytes) {}

    /**
     * A worker as people see it.
     *
     * @param retired why it was ended; empty text while it lives
     */
    record WorkerStatus(
            String name, long pid, Freshness freshness, String state, String jdk, int leases, long heapBytes,
            long metaspaceBytes, long loadedClasses, String retired) {}
}
