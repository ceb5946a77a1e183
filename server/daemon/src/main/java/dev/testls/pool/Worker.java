package dev.testls.pool;

import dev.testls.worker.wire.ToDaemon;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A worker as the pool keeps it. Its fields that change are guarded by the pool's lock.
 *
 * @see WorkerPool
 */
final class Worker {
    final String name;
    final Shelf shelf;
    final Jvm jvm;
    /** What it was booted upon; a warm one is of no use when that changed. */
    final Foundation foundation;
    final Fork fork;
    final BootCommand.Manner manner;
    State state = State.IDLE;
    int leases;
    /** When it became idle, by the pool's ticker. */
    long idleSince;
    /** Whether it was told to rest since its last lease. */
    boolean rested;
    Optional<ToDaemon.State> memory = Optional.empty();
    /** Whether it runs tests now. */
    boolean runs;
    /** What it was seen to hold when its last lease ended, or was last looked at since. */
    Held held = Held.NOTHING;
    /** Static fields of libraries that its leases changed so far, {@code jar class#field}, and how, where that is likely to be harmless. */
    final Map<String, String> suspects = new TreeMap<>();

    Worker(String name, Shelf shelf, Jvm jvm, Foundation foundation, Fork fork, BootCommand.Manner manner) {
        this.name = name;
        this.shelf = shelf;
        this.jvm = jvm;
        this.foundation = foundation;
        this.fork = fork;
        this.manner = manner;
    }

    /** What it takes of the machine's memory, or of what it said of itself where the system does not tell. */
    long bytes() {
        return ResidentMemory.of(jvm.pid()).orElse(memory.map(it -> it.heapUsed + it.metaspaceUsed).orElse(0L));
    }

    Workers.WorkerStatus status(String retired) {
        String now = retired.isEmpty() ? state.text : "retired";
        return new Workers.WorkerStatus(name, jvm.pid(), shelf.freshness(), now, jvm.jdk(), leases,
                memory.map(it -> it.heapUsed).orElse(0L), memory.map(it -> it.metaspaceUsed).orElse(0L),
                memory.map(it -> it.loadedClasses).orElse(0L), retired);
    }

    /**
     * Workers of one shelf are alike.
     *
     * @param beside whether it is one of those that stand apart: {@link Workers#leaseBeside}
     */
    record Shelf(WorkerSpec spec, Freshness freshness, boolean beside) {}

    /** Surefire counts its forks from one; here a number is free again when its JVM has ended. */
    record Fork(WorkerSpec spec, int number) {}

    /** A closed set. {@code RETURNING}: its lease is over, its state is being put back. */
    enum State {
        IDLE("idle"), LEASED("leased"), RETURNING("returning");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }
}
