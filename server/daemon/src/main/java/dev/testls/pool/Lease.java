package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.model.ModuleId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A worker, for one holder at a time, until closed. Within a lease the project's classes are loaded once, as in one JVM
 * of a plain build; closing puts the JVM's state back and returns a warm worker, or ends a fresh one.
 */
public interface Lease extends AutoCloseable {
    /** For people: {@code w1}. */
    String workerName();

    /** How many leases this JVM served before; zero in a fresh one. */
    int earlierLeases();

    /**
     * Static fields of libraries, {@code jar class#field}, that earlier leases of this JVM changed and left so, each with how. They are likely to be
     * harmless; whether they are, is seen where a class that ran in this lease runs in a fresh JVM, too.
     */
    default Map<String, String> suspects() {
        return Map.of();
    }

    /** How much processor time the JVM has used, where the system tells. */
    default Optional<Duration> processorTime() {
        return Optional.empty();
    }

    /** Whether something has run in this JVM already, in this lease or an earlier one. */
    boolean hasRun();

    /** Runs a batch and tells everything to {@code listener}. After any end but Completed the lease can only be closed. */
    WorkerEnd run(Cancel cancel, ModuleId module, TestBatch batch, WorkerListener listener);

    /** What the JUnit Platform finds in these classes, without running: the ids as text of everything below the engines. */
    Discovery discover(Cancel cancel, ModuleId module, TestBatch batch);

    /** What the JVM holds now that it did not when it was ready, and that reaches beyond it. Takes about a millisecond. */
    default Held held() {
        return Held.NOTHING;
    }

    /** What the pool's other JVMs are up to now. Takes about a millisecond for each that somebody has. */
    default Neighbours neighbours() {
        return Neighbours.NONE;
    }

    /** What ran in the JVM left it so that nobody shall run anything in it any more: {@code why}, for people. */
    default void spoil(String why) {}

    @Override
    void close();
}
