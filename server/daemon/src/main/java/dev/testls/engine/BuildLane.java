package dev.testls.engine;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that brings the world up to date, and on which what runs have shown becomes evidence: steps are taken
 * one after the other, in the order in which they were asked for.
 */
final class BuildLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BuildLane.class);
    /** How long, at the end, what was begun may take to see that it is cancelled, and what is queued to be done. */
    private static final Duration END_LIMIT = Duration.ofSeconds(3);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(BuildLane::thread);
    /** Guards the order in which steps come to the thread, and what is held. */
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Runnable> held = Optional.empty();

    /** What the step returns. Whoever cancels it before its turn has come waits no longer, and it is never begun. */
    <T> T call(Cancel cancel, Step<T> step) {
        return call(cancel, step, () -> {});
    }

    /** The same; where it succeeds, {@code afterwards} follows in the same turn, and the caller does not wait for it. */
    <T> T call(Cancel cancel, Step<T> step, Runnable afterwards) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        // Either the lane takes the step or its caller takes it back. One that has begun is waited for, since it may still be telling
        // its caller something; it looks at the wish by itself.
        AtomicBoolean taken = new AtomicBoolean();
        cancel.check();
        add(() -> {
            if (!taken.compareAndSet(false, true)) return;
            try {
                answer.complete(step.run());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
                return;
            }
            afterwards.run();
        });
        try (Cancel.Registration ignored = cancel.onRequest(() -> {
            if (taken.compareAndSet(false, true)) answer.completeExceptionally(new CancellationException("cancelled"));
        })) {
            return await(answer);
        }
    }

    /** A step that nobody waits for. */
    void later(String what, Runnable step) {
        try {
            add(() -> guarded(what, step));
        } catch (RejectedExecutionException e) {
            LOG.info("the daemon ends; not done: {}", what);
        }
    }

    /**
     * The same, but begun only when another one is asked for or {@link #release} is called, so that it is not in the way of
     * what somebody waits for.
     */
    void hold(String what, Runnable step) {
        lock.lock();
        try {
            release();
            held = Optional.of(() -> guarded(what, step));
        } finally {
            lock.unlock();
        }
    }

    /** Has what is held be done. */
    void release() {
        lock.lock();
        try {
            Optional<Runnable> step = held;
            held = Optional.empty();
            step.ifPresent(thread::execute);
        } catch (RejectedExecutionException e) {
            LOG.info("the daemon ends; not all is done that was held");
        } finally {
            lock.unlock();
        }
    }

    private void add(Runnable step) {
        lock.lock();
        try {
            release();
            thread.execute(step);
        } finally {
            lock.unlock();
        }
    }

    private static void guarded(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed", what, e);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException cancelled) throw cancelled;
            if (e.getCause() instanceof IOException io) throw new UncheckedIOException(io);
            if (e.getCause() instanceof RuntimeException runtime) throw runtime;
            LOG.error("the build lane failed", e.getCause());
            throw new IllegalStateException("internal error: " + e.getCause(), e.getCause());
        }
    }

    /** Takes no more steps, and ends those that were asked for: an interrupt would close the files that they write to. */
    @Override
    public void close() {
        release();
        thread.shutdown();
        try {
            if (thread.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.warn("a step of the build lane did not end in time");
        thread.shutdownNow();
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "build lane");
        thread.setDaemon(true);
        return thread;
    }

    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }
}
