package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.select.EvidenceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what reused JVMs told is confirmed, soon and without being asked: one class after the other, the latest
 * first, on a thread of its own, while nothing else runs and within a budget of processor time.
 *
 * <p><b>Law:</b> while a {@link Pause} is open and {@link Pause#awaitStill} has returned, nothing of a confirmation runs. One that is
 * stopped by it is begun anew later; nothing that is due is forgotten.
 */
final class Confirmer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmer.class);
    /** How long its end may take. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Work work;
    private final ConfirmSettings settings;
    private final Ticker ticker;
    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The latest last. */
    private final LinkedHashMap<EvidenceKey, Due> due = new LinkedHashMap<>();
    private int pauses;
    /** When the last pause ended. */
    private long quietSince;
    private Optional<Cancel> running = Optional.empty();
    private Optional<Thread> thread = Optional.empty();
    private boolean closed;
    /** Processor time that may be used now, in nanoseconds, as of {@link #reckonedAt}. Below zero: more was used than there was. */
    private double allowance;
    private long reckonedAt;
    private Duration used = Duration.ZERO;
    private int confirmed;
    private int contradicted;

    Confirmer(Work work, ConfirmSettings settings, Ticker ticker) {
        this.work = work;
        this.settings = settings;
        this.ticker = ticker;
        this.allowance = settings.atOnce().toNanos();
        this.reckonedAt = ticker.nanos();
        this.quietSince = ticker.nanos();
    }

    /** These have to be confirmed. What was due of the same classes is due no longer. */
    void owe(List<Due> more) {
        lock.lock();
        try {
            for (Due it : more) {
                due.remove(it.key());
                due.put(it.key(), it);
            }
            if (thread.isEmpty() && !closed && settings.isOn() && !due.isEmpty()) thread = Optional.of(start());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The same, for those that nobody waits for: after all others, where nothing else is due of the class. */
    void oweAtLast(List<Due> more) {
        lock.lock();
        try {
            LinkedHashMap<EvidenceKey, Due> all = new LinkedHashMap<>();
            more.forEach(it -> all.put(it.key(), it));
            all.keySet().removeAll(due.keySet());
            all.putAll(due);
            due.clear();
            owe(List.copyOf(all.values()));
        } finally {
            lock.unlock();
        }
    }

    /** What was told of these last is certain. */
    void settle(List<EvidenceKey> keys) {
        lock.lock();
        try {
            due.keySet().removeAll(keys);
        } finally {
            lock.unlock();
        }
    }

    /** Has the confirmation that goes on end, and none begin until what is returned is closed. Returns at once. */
    Pause pause() {
        Optional<Cancel> goesOn;
        lock.lock();
        try {
            pauses++;
            goesOn = running;
        } finally {
            lock.unlock();
        }
        goesOn.ifPresent(Cancel::request);
        return new Pause();
    }

    /** This much was used for a confirmation besides what its end tells of. */
    void spend(Duration processorTime) {
        lock.lock();
        try {
            charge(processorTime);
        } finally {
            lock.unlock();
        }
    }

    ConfirmStatus status() {
        lock.lock();
        try {
            return new ConfirmStatus(due.values().stream().mapToInt(Due::tests).sum(), due.size(), confirmed, contradicted, used, settings);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Optional<Thread> ending;
        Optional<Cancel> goesOn;
        lock.lock();
        try {
            closed = true;
            ending = thread;
            goesOn = running;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        goesOn.ifPresent(Cancel::request);
        try {
            if (ending.isPresent()) ending.get().join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread start() {
        Thread started = new Thread(this::go, "confirmer");
        started.setDaemon(true);
        started.setPriority(Thread.MIN_PRIORITY);
        started.start();
        return started;
    }

    private void go() {
        while (true) {
            Cancel cancel = new Cancel();
            Optional<Due> next = next(cancel);
            if (next.isEmpty()) return;
            Work.Done done = confirm(cancel, next.get());
            ended(next.get(), done);
        }
    }

    private Work.Done confirm(Cancel cancel, Due next) {
        try {
            return work.confirm(cancel, next);
        } catch (CancellationException e) {
            return new Work.Done(Work.End.STOPPED, Duration.ZERO);
        } catch (RuntimeException e) {
            LOG.error("{} could not be confirmed", next.key(), e);
            return new Work.Done(Work.End.OUTDATED, Duration.ZERO);
        }
    }

    /** Waits for its turn; empty at the end. From then on {@code cancel} is what a pause requests. */
    private Optional<Due> next(Cancel cancel) {
        lock.lock();
        try {
            while (!closed) {
                long wait = nanosToWait();
                if (wait == 0) {
                    Due latest = new ArrayList<>(due.values()).get(due.size() - 1);
                    running = Optional.of(cancel);
                    return Optional.of(latest);
                }
                if (wait < 0) changed.awaitUninterruptibly();
                else changed.await(wait, TimeUnit.NANOSECONDS);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Zero: none; below: until something changes. */
    private long nanosToWait() {
        if (due.isEmpty() || pauses > 0) return -1;
        long quiet = settings.quiet().toNanos() - (ticker.nanos() - quietSince);
        reckon();
        long saving = allowance > 0 ? 0 : (long) Math.ceil((1 - allowance) / settings.share());
        return Math.max(0, Math.max(quiet, saving));
    }

    private void reckon() {
        long now = ticker.nanos();
        allowance = Math.min(settings.atOnce().toNanos(), allowance + (now - reckonedAt) * settings.share());
        reckonedAt = now;
    }

    private void charge(Duration processorTime) {
        used = used.plus(processorTime);
        reckon();
        allowance -= processorTime.toNanos();
    }

    private void ended(Due it, Work.Done done) {
        lock.lock();
        try {
            running = Optional.empty();
            charge(done.processorTime());
            // What was told of the class meanwhile is due in its place.
            if (done.end() != Work.End.STOPPED && due.get(it.key()) == it) due.remove(it.key());
            if (done.end() == Work.End.CONFIRMED) confirmed++;
            if (done.end() == Work.End.CONTRADICTED) contradicted++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How a class is confirmed. */
    interface Work {
        /** On the confirmer's thread; ends soon when {@code cancel} is requested, and leaves no process. */
        Done confirm(Cancel cancel, Due due);

        /** How it ended; a closed set. {@code OUTDATED}: what was told is no longer about what there is. */
        enum End { CONFIRMED, CONTRADICTED, OUTDATED, STOPPED }

        /** @param processorTime that it took, as far as the system tells */
        record Done(End end, Duration processorTime) {}
    }

    /** Nothing is confirmed while it is open. */
    final class Pause implements AutoCloseable {
        private boolean over;

        private Pause() {}

        /** Returns when nothing of a confirmation runs any more. */
        void awaitStill() {
            lock.lock();
            try {
                while (running.isPresent()) changed.awaitUninterruptibly();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (over) return;
                over = true;
                pauses--;
                quietSince = ticker.nanos();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
