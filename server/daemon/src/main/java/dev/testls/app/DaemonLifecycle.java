package dev.testls.app;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.rpc.Lifecycle;
import dev.testls.rpc.StopWhen;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Decides when the daemon ends: when it is asked to, when nobody has come for long, when nobody can find it. */
final class DaemonLifecycle implements Lifecycle {
    /** How long after the last command line memory is given back. */
    private static final Duration QUIET = Duration.ofSeconds(5);
    /** How often to look whether clients can still find us. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final Duration idleLimit;
    private final Cancel giveWay = new Cancel();
    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int clients;
    private int commands;
    private long lastClient;
    private long lastCommand;
    private boolean tidy = true;
    private long changes;
    private Optional<StopWhen> stop = Optional.empty();

    DaemonLifecycle(Ticker ticker, Duration idleLimit) {
        this.ticker = ticker;
        this.idleLimit = idleLimit;
        this.lastClient = ticker.nanos();
    }

    @Override
    public void clientCame() {
        change(() -> clients++);
    }

    @Override
    public void clientLeft() {
        change(() -> {
            clients--;
            lastClient = ticker.nanos();
        });
    }

    @Override
    public boolean commandBegins() {
        lock.lock();
        try {
            if (stop.isPresent()) return false;
            commands++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void commandEnded() {
        change(() -> {
            commands--;
            lastCommand = ticker.nanos();
            tidy = false;
        });
    }

    @Override
    public Cancel giveWay() {
        return giveWay;
    }

    @Override
    public void stop(StopWhen when) {
        change(() -> stop = stop.filter(earlier -> earlier == StopWhen.NOW).or(() -> Optional.of(when)));
        if (when == StopWhen.IDLE) giveWay.request();
    }

    /**
     * Waits until the daemon has to end, and tells why. New command lines are refused from then on.
     *
     * @param tidyUp called now and then when there has been nothing to do for a while
     * @param canBeFound whether a client that looks for the daemon finds this one
     */
    String awaitEnd(Runnable tidyUp, BooleanSupplier canBeFound) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                boolean asked = stop.isPresent();
                if (stop.filter(when -> when == StopWhen.NOW).isPresent()) return "it was asked to end now";
                if (asked && commands == 0) return "it was asked to end, and is idle";
                if (clients == 0 && left(idleLimit, lastClient) <= 0) return end("nobody has come for " + idleLimit);
                long seen = changes;
                if (!asked && !unlocked(canBeFound)) {
                    unlocked(() -> stop(StopWhen.IDLE));
                    continue;
                }
                if (changes != seen) continue;
                long wait = LOOK.toNanos();
                if (clients == 0) wait = Math.min(wait, left(idleLimit, lastClient));
                if (commands == 0 && !tidy) {
                    if (left(QUIET, lastCommand) <= 0) {
                        tidy = true;
                        unlocked(tidyUp);
                        continue;
                    }
                    wait = Math.min(wait, left(QUIET, lastCommand));
                }
                changed.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no command line runs; whether that came to be within {@code limit}. */
    boolean awaitNoCommand(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (commands > 0 && left > 0) left = changed.awaitNanos(left);
            return commands == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Asks what may take its time: nobody who begins or ends something waits for a file system meanwhile. */
    private boolean unlocked(BooleanSupplier slow) {
        lock.unlock();
        try {
            return slow.getAsBoolean();
        } finally {
            lock.lock();
        }
    }

    private void unlocked(Runnable slow) {
        unlocked(() -> {
            slow.run();
            return true;
        });
    }

    private String end(String why) {
        stop = Optional.of(StopWhen.IDLE);
        return why;
    }

    private long left(Duration limit, long since) {
        return limit.toNanos() - ticker.since(since).toNanos();
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
