package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.ModuleId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The holder's hand on a worker. */
final class PoolLease implements Lease {
    private final WorkerPool pool;
    private final Worker worker;
    private final int earlierLeases;
    private final Ticker ticker;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Set by the holder's thread when a batch did not come to its good end. */
    private volatile boolean spent;
    private volatile Optional<String> spoilt = Optional.empty();

    PoolLease(WorkerPool pool, Worker worker, int earlierLeases, Ticker ticker) {
        this.pool = pool;
        this.worker = worker;
        this.earlierLeases = earlierLeases;
        this.ticker = ticker;
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
    public Optional<Duration> processorTime() {
        return worker.jvm.processorTime();
    }

    @Override
    public WorkerEnd run(Cancel cancel, ModuleId module, TestBatch batch, WorkerListener listener) {
        requireUsable();
        WorkerEnd end = new Conversation(worker.jvm, worker.name, module, listener, ticker).run(cancel, batch);
        spent = !(end instanceof WorkerEnd.Completed);
        return end;
    }

    @Override
    public Discovery discover(Cancel cancel, ModuleId module, TestBatch batch) {
        requireUsable();
        Discovery discovery =
                new Conversation(worker.jvm, worker.name, module, new Deaf(), ticker).discover(cancel, batch);
        spent = !discovery.problem().isEmpty();
        return discovery;
    }

    @Override
    public void spoil(String why) {
        spoilt = Optional.of(why);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) pool.takeBack(worker, spent ? Optional.of("it died, or was stopped") : spoilt);
    }

    private void requireUsable() {
        if (closed.get() || spent) throw new IllegalStateException("the lease of " + worker.name + " is over");
    }

    /** Discovery runs nothing; what its classes print when they are initialized is of no test. */
    private static final class Deaf implements WorkerListener {
        @Override
        public void started(dev.testls.model.TestDescriptor test) {}

        @Override
        public void output(dev.testls.model.TestDescriptor test, Stream stream, String text) {}

        @Override
        public void stray(Stream stream, String text) {}

        @Override
        public void finished(dev.testls.model.TestResult result) {}
    }
}
