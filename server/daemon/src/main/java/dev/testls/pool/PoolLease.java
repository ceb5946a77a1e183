package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.ModuleId;
import dev.testls.pool.Turns.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The holder's hand on a worker. */
final class PoolLease implements Lease {
    private static final Optional<String> ENDED = Optional.of("it died, or was stopped");

    private final WorkerPool pool;
    private final Worker worker;
    private final int earlierLeases;
    private final Map<String, String> suspects;
    private final Ticker ticker;
    private final Turn turn;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** What ran when the holder's last tests began; the holder's thread's. */
    private WorkerPool.Beside beside = WorkerPool.Beside.NOTHING;
    /** Why nothing can run in it any more; set by the holder's thread. */
    private volatile Optional<String> spent = Optional.empty();
    /** Set by the holder's thread. */
    private volatile boolean ran;

    PoolLease(WorkerPool pool, Worker worker, int earlierLeases, Map<String, String> suspects, Ticker ticker, Turn turn) {
        this.pool = pool;
        this.worker = worker;
        this.earlierLeases = earlierLeases;
        this.suspects = suspects;
        this.ticker = ticker;
        this.turn = turn;
        // Whoever wants it waits until it is gone.
        if (isQuiet()) turn.wanted.onRequest(this::giveUp);
    }

    @Override
    public String workerName() {
        return worker.name;
    }

    @Override
    public int earlierLeases() {
        return earlierLeases;
    }

    @Override
    public boolean hasRun() {
        return ran || earlierLeases > 0;
    }

    @Override
    public Map<String, String> suspects() {
        return suspects;
    }

    @Override
    public Optional<Duration> processorTime() {
        return worker.jvm.processorTime();
    }

    @Override
    public WorkerEnd run(Cancel cancel, ModuleId module, TestBatch batch, WorkerListener listener) {
        if (turn.wanted.requested()) return new WorkerEnd.Cancelled(List.of());
        requireUsable();
        ran = true;
        beside = pool.begins(worker);
        WorkerEnd end;
        try {
            end = new Conversation(worker.jvm, worker.name, module, listener, ticker).run(cancel, batch);
        } finally {
            pool.ended(worker);
        }
        if (!(end instanceof WorkerEnd.Completed)) spent = ENDED;
        if (!isQuiet()) return end;
        if (end instanceof WorkerEnd.Cancelled) worker.jvm.end();
        return end instanceof WorkerEnd.Died died && turn.wanted.requested() ? new WorkerEnd.Cancelled(died.running()) : end;
    }

    @Override
    public Discovery discover(Cancel cancel, ModuleId module, TestBatch batch) {
        requireUsable();
        ran = true;
        Discovery discovery =
                new Conversation(worker.jvm, worker.name, module, new WorkerListener.Ignoring(), ticker).discover(cancel, batch);
        if (!discovery.problem().isEmpty()) spent = ENDED;
        return discovery;
    }

    @Override
    public Neighbours neighbours() {
        return pool.neighbours(worker, beside);
    }

    @Override
    public Held held() {
        return pool.held(worker);
    }

    @Override
    public void spoil(String why) {
        if (spent.isEmpty()) spent = Optional.of(why);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        try {
            pool.takeBack(worker, spent);
        } finally {
            turn.close();
        }
    }

    private boolean isQuiet() {
        return worker.manner == BootCommand.Manner.QUIET;
    }

    private void giveUp() {
        worker.jvm.end();
        pool.ended(worker);
        turn.close();
    }

    private void requireUsable() {
        if (closed.get() || spent.isPresent()) throw new IllegalStateException("the lease of " + worker.name + " is over");
    }

    /** Discovery runs nothing; what its classes print when they are initialized is of no test. */
}
