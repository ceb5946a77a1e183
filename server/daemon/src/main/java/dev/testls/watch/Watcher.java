package dev.testls.watch;

import dev.testls.base.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who listen that something may have changed.
 *
 * <p>Law: what changes in the watched places after {@link #watch} has returned is told, once it has been quiet for a
 * moment; where it cannot be known what changed, all are told to look anywhere. It works only while somebody listens. Where
 * the operating system cannot watch, it tells them every second to look, and says so once.
 *
 * <p>Any thread may call; listeners are called on one thread, one after the other, and must be quick.
 */
public final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Ticker ticker;
    private final FileEvents events;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Quiet quiet = new Quiet();
    private Optional<Places> places = Optional.empty();
    private Optional<Listening> listening = Optional.empty();
    private boolean mustListenAnew;
    private boolean polling;
    private boolean rootIsAway;
    private boolean saidSo;
    private long polledAt;
    private boolean closed;
    private Optional<Thread> thread = Optional.empty();

    public Watcher(Ticker ticker) {
        this(ticker, new NativeWatch());
    }

    Watcher(Ticker ticker, FileEvents events) {
        this.ticker = ticker;
        this.events = events;
    }

    /** Has {@code listener} told of changes until the registration is closed. */
    public Registration listen(Listener listener) {
        listeners.add(listener);
        lock.lock();
        try {
            if (closed) return () -> {};
            if (places.isPresent() && listening.isEmpty()) begin();
            if (thread.isEmpty()) {
                Thread started = new Thread(this::tell, "watch");
                started.setDaemon(true);
                thread = Optional.of(started);
                started.start();
            }
        } finally {
            lock.unlock();
        }
        return () -> leave(listener);
    }

    /** Watches these places from now on; where they are others than before, those who listen are told to look anywhere. */
    public void watch(Places wanted) {
        lock.lock();
        try {
            if (closed || places.equals(Optional.of(wanted)) && (listening.isPresent() || polling)) return;
            places = Optional.of(wanted);
            if (!listeners.isEmpty()) begin();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            end();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Listener listener) {
        listeners.remove(listener);
        lock.lock();
        try {
            if (listeners.isEmpty()) {
                end();
                polling = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock. The new ear is open before the old one closes. */
    private void begin() {
        Optional<Listening> before = listening;
        mustListenAnew = false;
        polling = false;
        Places wanted = places.orElseThrow();
        try {
            listening = Optional.of(open(wanted));
            before.ifPresent(Listening::close);
        } catch (IOException both) {
            end();
            if (before.isPresent()) {
                // There may be room for one.
                mustListenAnew = true;
            } else {
                poll(wanted, both);
            }
        }
        quiet.anywhere(ticker.nanos());
        changed.signalAll();
    }

    private Listening open(Places wanted) throws IOException {
        Listening next = new Listening();
        next.source = Optional.of(events.listen(wanted, next));
        return next;
    }

    /** With the lock. */
    private void poll(Places wanted, IOException cause) {
        polling = true;
        polledAt = ticker.nanos();
        rootIsAway = !rootsExist(wanted);
        LOG.warn("cannot watch {}: {}", wanted.roots(), cause.toString());
        if (saidSo || rootIsAway) return;
        saidSo = true;
        String text = "the system cannot watch the files (" + cause.getMessage() + "), so tls looks at them every second";
        listeners.forEach(it -> it.notice(text));
    }

    private static boolean rootsExist(Places wanted) {
        return wanted.topmostRoots().stream().anyMatch(Files::isDirectory);
    }

    /** With the lock. */
    private void end() {
        Optional<Listening> before = listening;
        listening = Optional.empty();
        before.ifPresent(Listening::close);
    }

    private void tell() {
        while (true) {
            Optional<Changes> due = awaitDue();
            if (due.isEmpty()) return;
            listeners.forEach(it -> it.changed(due.get()));
        }
    }

    /** Waits for what is due next; empty when it is over. */
    private Optional<Changes> awaitDue() {
        lock.lock();
        try {
            while (!closed) {
                if (mustListenAnew && !listeners.isEmpty()) begin();
                long now = ticker.nanos();
                if (polling && polledAt + POLL.toNanos() - now <= 0) look(now);
                long wait = quiet.left(now).orElse(Long.MAX_VALUE);
                if (wait <= 0) return Optional.of(quiet.take());
                if (polling) wait = Math.min(wait, polledAt + POLL.toNanos() - now);
                changed.awaitNanos(wait);
            }
        } catch (InterruptedException e) {
            LOG.warn("the watcher was interrupted");
        } finally {
            lock.unlock();
        }
        return Optional.empty();
    }

    /** With the lock. A root that was away is watched again as soon as it is back. */
    private void look(long now) {
        polledAt = now;
        quiet.anywhere(now);
        if (rootIsAway && places.filter(Watcher::rootsExist).isPresent()) begin();
    }

    /** What people or loops do when something changed. */
    public interface Listener {
        void changed(Changes changes);

        /** Something that people should know, in one line. */
        void notice(String text);

        /** One that does with changes what it is told, and keeps silent otherwise. */
        static Listener of(Consumer<Changes> consumer) {
            return new Listener() {
                @Override
                public void changed(Changes changes) {
                    consumer.accept(changes);
                }

                @Override
                public void notice(String text) {}
            };
        }
    }

    /** Takes a listener back. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** One ear; what it hears after its end was of no interest, or was heard by its successor. */
    private final class Listening implements FileEvents.Heard {
        private Optional<AutoCloseable> source = Optional.empty();

        @Override
        public void changed(Path path) {
            heard(() -> quiet.add(path, ticker.nanos()));
        }

        @Override
        public void lost(String why) {
            heard(() -> {
                if (isCurrent()) mustListenAnew = true;
                quiet.anywhere(ticker.nanos());
            });
        }

        @Override
        public void ended() {
            heard(() -> {
                if (!isCurrent() || closed) return;
                mustListenAnew = true;
                quiet.anywhere(ticker.nanos());
            });
        }

        private void heard(Runnable what) {
            lock.lock();
            try {
                what.run();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private boolean isCurrent() {
            return listening.filter(it -> it == this).isPresent();
        }

        void close() {
            try {
                if (source.isPresent()) source.get().close();
            } catch (Exception e) {
                LOG.info("closing a watcher: {}", e.toString());
            }
        }
    }
}
