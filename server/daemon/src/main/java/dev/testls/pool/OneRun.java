package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.pool.Turns.Kind;
import dev.testls.pool.Turns.Party;
import dev.testls.pool.Worker.Shelf;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;

/** The pool, as one run sees it: what it leases is known to be of one party. */
final class OneRun implements Workers {
    private final WorkerPool pool;
    private final Party party = new Party();

    OneRun(WorkerPool pool) {
        this.pool = pool;
    }

    @Override
    public Workers forOneRun() {
        return this;
    }

    @Override
    public Lease lease(Cancel cancel, WorkerSpec spec, Freshness freshness) throws IOException {
        return pool.lease(cancel, party, Kind.ORDINARY, new Shelf(spec, freshness, false));
    }

    @Override
    public Lease leaseBeside(Cancel cancel, WorkerSpec spec) throws IOException {
        return pool.lease(cancel, party, Kind.ORDINARY, new Shelf(spec, Freshness.WARM, true));
    }

    @Override
    public Lease leaseToConfirm(Cancel cancel, WorkerSpec spec) throws IOException {
        return pool.lease(cancel, party, Kind.CONFIRMING, new Shelf(spec, Freshness.FRESH, false));
    }

    @Override
    public Lease leaseAlone(Cancel cancel, WorkerSpec spec) throws IOException {
        return pool.lease(cancel, party, Kind.ALONE, new Shelf(spec, Freshness.FRESH, false));
    }

    @Override
    public Lease debug(Cancel cancel, WorkerSpec spec, IntConsumer listening) throws IOException {
        return pool.debug(cancel, spec, listening);
    }

    @Override
    public Lease leaseQuietly(Cancel cancel, WorkerSpec spec) throws IOException {
        return pool.leaseQuietly(cancel, spec);
    }

    @Override
    public void discardReused(WorkerSpec spec, String why) {
        pool.discardReused(spec, why);
    }

    @Override
    public void prepare(WorkerSpec spec, Freshness freshness, int count) {
        pool.prepare(spec, freshness, count);
    }

    @Override
    public void retireAllBut(List<WorkerSpec> wanted) {
        pool.retireAllBut(wanted);
    }

    @Override
    public Idle idle() {
        return pool.idle();
    }

    @Override
    public List<WorkerStatus> status() {
        return pool.status();
    }

    @Override
    public void close() {
        pool.close();
    }
}
