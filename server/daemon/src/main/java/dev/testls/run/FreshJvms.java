package dev.testls.run;

import dev.testls.base.Cancel;
import dev.testls.pool.Lease;
import dev.testls.pool.WorkerSpec;
import dev.testls.pool.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The fresh JVMs in which the lanes of one run confirm what was red. A JVM takes longer to start than most classes take, so they are
 * handed on from lane to lane: the red classes of a run share one, as all classes do in a build, unless they come faster than it
 * can take them.
 */
final class FreshJvms implements AutoCloseable {
    /** About what a JVM takes to start: before that another lane may be done, and starting one would slow it down. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Workers workers;
    private final int keep;
    private final Duration patience;
    /** Those that no lane uses now, the one that has waited longest first. */
    private final List<Seat> idle = new ArrayList<>();
    /** Of each that a lane uses now, what it is of. */
    private final List<WorkerSpec> used = new ArrayList<>();
    private final List<Start> starts = new ArrayList<>();
    private boolean closed;

    /**
     * @param keep so many may be without use at once
     * @param patience so long one that another lane uses is waited for before one is started
     */
    FreshJvms(Workers workers, int keep, Duration patience) {
        this.workers = workers;
        this.keep = keep;
        this.patience = patience;
    }

    /**
     * One that another lane is done with, or a new one. To be given back.
     *
     * @throws IOException when no JVM can be started
     * @throws CancellationException when stopping was asked for
     */
    Lease take(Cancel stop, WorkerSpec spec) throws IOException {
        try (Cancel.Registration ignored = stop.onRequest(this::stopWaiting)) {
            while (true) {
                Start start = new Start(spec, new Cancel());
                Optional<Lease> free = awaitFree(stop, start);
                if (free.isPresent()) return free.get();
                // The pool gives a run one more JVM than its share, and others wait for it to be given back: none of us may keep it for later.
                endIdle();
                Optional<Lease> started = await(stop, start);
                if (started.isPresent()) return started.get();
            }
        }
    }

    /** Empty when one has to be started; from then on {@code start} is known to those who give one back. */
    private synchronized Optional<Lease> awaitFree(Cancel stop, Start start) {
        WorkerSpec spec = start.spec();
        long begun = System.nanoTime();
        while (true) {
            stop.check();
            Optional<Seat> seat = idle.stream().filter(it -> it.spec().equals(spec)).findFirst();
            if (seat.isPresent()) {
                idle.remove(seat.get());
                used.add(spec);
                return seat.map(Seat::lease);
            }
            long left = (patience.toNanos() - (System.nanoTime() - begun)) / 1_000_000;
            if (!used.contains(spec) || left <= 0) {
                starts.add(start);
                return Optional.empty();
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
    }

    /** Empty when another lane was done with one before. */
    private Optional<Lease> await(Cancel stop, Start start) throws IOException {
        WorkerSpec spec = start.spec();
        try (Cancel.Registration ignored = stop.onRequest(start.enough()::request)) {
            Lease lease = workers.leaseToConfirm(start.enough(), spec);
            synchronized (this) {
                used.add(spec);
            }
            return Optional.of(lease);
        } catch (CancellationException e) {
            if (!start.enough().requested()) throw e;
            return Optional.empty();
        } finally {
            synchronized (this) {
                starts.remove(start);
            }
        }
    }

    /** The lane is done with it. {@code usable}: it can run further classes. */
    void giveBack(WorkerSpec spec, Lease lease, boolean usable) {
        Optional<Lease> surplus = Optional.of(lease);
        Optional<Start> needless = Optional.empty();
        synchronized (this) {
            used.remove(spec);
            if (usable && !closed && starts.stream().allMatch(it -> it.spec().equals(spec))) {
                idle.add(new Seat(spec, lease));
                surplus = idle.size() > keep ? Optional.of(idle.remove(0).lease()) : Optional.empty();
                needless = starts.stream().filter(it -> it.spec().equals(spec) && !it.enough().requested()).findFirst();
            }
            notifyAll();
        }
        surplus.ifPresent(Lease::close);
        needless.ifPresent(it -> it.enough().request());
    }

    /** Ends those that no lane uses; the others end when they are given back. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        endIdle();
    }

    /** Ends those that no lane uses now, so that the next one has run nothing. */
    void endIdle() {
        takeIdle().forEach(Lease::close);
    }

    private synchronized List<Lease> takeIdle() {
        List<Lease> all = idle.stream().map(Seat::lease).toList();
        idle.clear();
        return all;
    }

    private synchronized void stopWaiting() {
        notifyAll();
    }

    private record Seat(WorkerSpec spec, Lease lease) {}

    /** @param enough requested when it need not be waited for */
    private record Start(WorkerSpec spec, Cancel enough) {}
}
