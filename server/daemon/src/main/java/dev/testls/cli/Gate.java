package dev.testls.cli;

import dev.testls.base.Cancel;
import dev.testls.model.Excerpt;
import dev.testls.run.EventSize;
import dev.testls.run.HeldResults;
import dev.testls.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds what of a run is on its way to a client that may read slowly, or not at all. Any thread.
 *
 * <p>The run waits for its client, as it would at a full pipe; but not for long, since it has JVMs that others may need. Then what tests
 * write gives way until the client has read, and how much is missing is said where it is missing.
 *
 * <p><b>Law:</b> no result is ever lost. Nobody but the run's own thread waits: what does not come of tests may be told by the build lane.
 */
final class Gate implements AutoCloseable {
    /** So much may be on its way, in characters. */
    static final long MOST = 4 << 20;
    /** The same for what cannot give way: results with their texts cut. Beyond that the run waits as long as it takes. */
    private static final long MOST_RESULTS = 24 << 20;
    /** How long a run waits for a client that reads nothing. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;
    private final Cancel cancel;
    private final Cancel.Registration cancelling;
    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long underWay;
    /** Whether the client read nothing for so long that it is not waited for until it has read. */
    private boolean impatient;
    private Optional<RunEvent> lastLeftOut = Optional.empty();
    private long leftOut;

    /** @param cancel whoever is asked to stop waits no more */
    Gate(Cancel cancel, Duration patience) {
        this.cancel = cancel;
        this.patience = patience;
        this.cancelling = cancel.onRequest(this::wake);
    }

    /** What may go on its way in the event's place: the event, as a rule; each is to {@link #leave}. */
    List<RunEvent> enter(RunEvent event) {
        lock.lock();
        try {
            List<RunEvent> all = new ArrayList<>();
            boolean ofTests = ofTests(event);
            if (ofTests) awaitRoom();
            if (underWay < MOST) {
                all.add(event);
            } else if (event instanceof RunEvent.Output it) {
                return leaveOut(event, it.text());
            } else if (event instanceof RunEvent.StrayOutput it) {
                return leaveOut(event, it.text());
            } else {
                while (ofTests && underWay >= MOST_RESULTS && !cancel.requested()) changed.awaitUninterruptibly();
                all.add(event instanceof RunEvent.TestFinished it ? it.with(HeldResults.excerpt(it.result())) : event);
            }
            lastLeftOut.ifPresent(last -> all.add(0, inPlaceOf(last)));
            lastLeftOut = Optional.empty();
            leftOut = 0;
            all.forEach(it -> underWay += EventSize.of(it));
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** It was told, or will never be. */
    void leave(RunEvent event) {
        lock.lock();
        try {
            underWay -= EventSize.of(event);
            if (underWay < MOST / 2) impatient = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        cancelling.close();
    }

    private void awaitRoom() {
        long left = patience.toNanos();
        boolean interrupted = false;
        while (underWay >= MOST && !impatient && !cancel.requested()) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            impatient = left <= 0 && underWay >= MOST;
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private List<RunEvent> leaveOut(RunEvent event, String text) {
        lastLeftOut = Optional.of(event);
        leftOut += text.length();
        return List.of();
    }

    private RunEvent inPlaceOf(RunEvent output) {
        String text = Excerpt.leftOut(leftOut);
        if (output instanceof RunEvent.Output it) return new RunEvent.Output(it.test(), it.error(), text);
        RunEvent.StrayOutput it = (RunEvent.StrayOutput) output;
        return new RunEvent.StrayOutput(it.module(), it.error(), text);
    }

    /** Whether it comes of tests that run, which is told on a thread of the run's own. */
    private static boolean ofTests(RunEvent event) {
        return event instanceof RunEvent.Output || event instanceof RunEvent.StrayOutput || event instanceof RunEvent.TestStarted
                || event instanceof RunEvent.TestFinished || event instanceof RunEvent.ClassFinished;
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
