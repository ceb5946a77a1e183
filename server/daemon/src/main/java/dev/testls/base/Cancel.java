package dev.testls.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * A wish to stop, handed as first parameter to everything slow.
 *
 * <p>Law: once requested, always requested. Any thread may ask; any thread may look. Being cancelled is ordinary: what
 * was started still ends, and says how far it came.
 */
public final class Cancel {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean requested;

    /** A wish that nobody can utter: for work that must be finished. */
    public static Cancel never() {
        return new Cancel();
    }

    /** Whether stopping was asked for. Once {@code true}, never {@code false} again. */
    public synchronized boolean requested() {
        return requested;
    }

    /** Asks to stop. The listeners run on the calling thread, each at most once; a second call does nothing. */
    public void request() {
        List<Runnable> toRun;
        synchronized (this) {
            if (requested) return;
            requested = true;
            toRun = List.copyOf(listeners);
            listeners.clear();
        }
        toRun.forEach(Runnable::run);
    }

    /** Runs {@code listener} when stopping is asked for; at once when it already was. Closing takes it back. */
    public Registration onRequest(Runnable listener) {
        synchronized (this) {
            if (!requested) {
                listeners.add(listener);
                return () -> remove(listener);
            }
        }
        listener.run();
        return () -> {};
    }

    /** Throws {@link CancellationException} when stopping was asked for. */
    public void check() {
        if (requested()) throw new CancellationException("cancelled");
    }

    private synchronized void remove(Runnable listener) {
        listeners.remove(listener);
    }

    /** Takes a listener back. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
