package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.watch.Changes;
import dev.testls.watch.Watcher;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the world up to date, on a thread of its own, while somebody looks at it. */
final class Following implements Watcher.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Engine engine;
    private final Watcher watcher;
    private final Ticker ticker;
    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private int followers;
    private Optional<Cancel> over = Optional.empty();
    private Optional<Changes> unseen = Optional.empty();

    Following(Engine engine, Watcher watcher, Ticker ticker) {
        this.engine = engine;
        this.watcher = watcher;
        this.ticker = ticker;
    }

    Cancel.Registration follow(SortedMap<String, String> environment) {
        lock.lock();
        try {
            if (++followers == 1) begin(RunRequest.everything(environment).of(RunRequest.Texts.UNSAVED));
        } finally {
            lock.unlock();
        }
        Cancel once = new Cancel();
        once.onRequest(this::leave);
        return once::request;
    }

    boolean isFollowed() {
        lock.lock();
        try {
            return followers > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void changed(Changes changes) {
        lock.lock();
        try {
            unseen = Optional.of(unseen.map(changes::and).orElse(changes));
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void notice(String text) {
        LOG.info("{}", text);
    }

    private void begin(RunRequest request) {
        Cancel until = new Cancel();
        over = Optional.of(until);
        unseen = Optional.of(Changes.anywhere(ticker.nanos()));
        Thread thread = new Thread(() -> follow(until, request), "follow");
        thread.setDaemon(true);
        thread.start();
    }

    private void leave() {
        lock.lock();
        try {
            if (--followers > 0) return;
            over.ifPresent(Cancel::request);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void follow(Cancel until, RunRequest request) {
        // First the ear, then the look: what changes in between is heard.
        try (Watcher.Registration heard = watcher.listen(this)) {
            watcher.watch(WatchedPlaces.of(engine.root(), engine.world().project()));
            for (Optional<Changes> next = take(until); next.isPresent(); next = take(until)) {
                World world = engine.refresh(until, request, next.get(), event -> {});
                watcher.watch(WatchedPlaces.of(engine.root(), world.project()));
            }
        } catch (CancellationException e) {
            // Nobody looks any more.
        } catch (RuntimeException e) {
            LOG.error("the workspace is not followed any longer", e);
        }
    }

    /** The next changes; empty when nobody looks any more. */
    private Optional<Changes> take(Cancel until) {
        lock.lock();
        try {
            while (unseen.isEmpty() && !until.requested()) news.awaitUninterruptibly();
            Optional<Changes> taken = until.requested() ? Optional.empty() : unseen;
            unseen = Optional.empty();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
