package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.pool.Freshness;
import dev.testls.pool.Lease;
import dev.testls.pool.WorkerSpec;
import dev.testls.pool.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Workers of which each fresh one has the class files that javac makes, as in a plain build: what it tells is certain. Reused ones, those
 * that wait for a debugger, and those that count coverage, have the class files that ECJ made.
 */
final class CertainWorkers implements Workers {
    private final Workers workers;
    private final Classes classes;
    private final Ticker ticker;
    private final Consumer<Duration> quietly;

    /** @param quietly hears how long javac took for those that nobody waits for */
    CertainWorkers(Workers workers, Classes classes, Ticker ticker, Consumer<Duration> quietly) {
        this.workers = workers;
        this.classes = classes;
        this.ticker = ticker;
        this.quietly = quietly;
    }

    /** The class files that javac makes. */
    interface Classes {
        /** The same JVM with these; its directories are there, and may be brought up to date later. */
        WorkerSpec of(WorkerSpec spec);

        /**
         * The same, when they are up to date. Waits for the build lane.
         *
         * @throws java.util.concurrent.CancellationException when stopping was asked for
         * @throws IOException when javac refuses the sources: there is no such JVM
         */
        WorkerSpec upToDate(Cancel cancel, WorkerSpec spec) throws IOException;
    }

    private WorkerSpec upToDate(Cancel cancel, WorkerSpec spec) throws IOException {
        // What was counted is held against the class files that ECJ made.
        return spec.covers() ? spec : classes.upToDate(cancel, spec);
    }

    @Override
    public Lease lease(Cancel cancel, WorkerSpec spec, Freshness freshness) throws IOException {
        return workers.lease(cancel, freshness == Freshness.FRESH ? upToDate(cancel, spec) : spec, freshness);
    }

    @Override
    public Lease leaseBeside(Cancel cancel, WorkerSpec spec) throws IOException {
        return workers.leaseBeside(cancel, spec);
    }

    @Override
    public Lease leaseToConfirm(Cancel cancel, WorkerSpec spec) throws IOException {
        return workers.leaseToConfirm(cancel, upToDate(cancel, spec));
    }

    @Override
    public Lease leaseAlone(Cancel cancel, WorkerSpec spec) throws IOException {
        return workers.leaseAlone(cancel, upToDate(cancel, spec));
    }

    @Override
    public Workers forOneRun() {
        return new CertainWorkers(workers.forOneRun(), classes, ticker, quietly);
    }

    @Override
    public Lease debug(Cancel cancel, WorkerSpec spec, IntConsumer listening) throws IOException {
        return workers.debug(cancel, spec, listening);
    }

    @Override
    public Lease leaseQuietly(Cancel cancel, WorkerSpec spec) throws IOException {
        long begun = ticker.nanos();
        WorkerSpec plain;
        try {
            plain = upToDate(cancel, spec);
        } finally {
            quietly.accept(ticker.since(begun));
        }
        return workers.leaseQuietly(cancel, plain);
    }

    @Override
    public void discardReused(WorkerSpec spec, String why) {
        workers.discardReused(spec, why);
    }

    @Override
    public void prepare(WorkerSpec spec, Freshness freshness, int count) {
        workers.prepare(freshness == Freshness.FRESH && !spec.covers() ? classes.of(spec) : spec, freshness, count);
    }

    @Override
    public void retireAllBut(List<WorkerSpec> wanted) {
        workers.retireAllBut(wanted.stream().flatMap(it -> Stream.of(it, classes.of(it))).toList());
    }

    @Override
    public Idle idle() {
        return workers.idle();
    }

    @Override
    public List<WorkerStatus> status() {
        return workers.status();
    }

    @Override
    public void close() {
        workers.close();
    }
}
