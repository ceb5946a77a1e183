package dev.testls.pool;

import dev.testls.model.Excerpt;
import dev.testls.pool.WorkerListener.Stream;
import dev.testls.worker.wire.ToDaemon;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What came from a worker and waits to be heard. Any thread may put, one hears.
 *
 * <p>Bounded in number and in size: who hears slowly makes the worker wait. What its process wrote to its standard streams does not
 * wait, since the pipe must be emptied: it is left out, and how much that was is said.
 */
final class HeardQueue {
    /** So many may wait. */
    private static final int MOST = 4096;
    /** So much text and data may wait, in characters. */
    private static final long MOST_TEXT = 4 << 20;

    /** Guarded by this, as all below. */
    private final Queue<Heard> waiting = new ArrayDeque<>();
    private final Map<Stream, Long> leftOut = new EnumMap<>(Stream.class);
    private long text;

    /** Waits for room. */
    synchronized void put(Heard heard) throws InterruptedException {
        while (isFull()) wait();
        add(heard);
    }

    /** The last there is to hear: room is made for it. */
    synchronized void end(Heard.Gone gone) {
        while (isFull()) remove();
        add(gone);
    }

    synchronized void write(Stream stream, String more) {
        long missing = leftOut.getOrDefault(stream, 0L);
        if (isFull()) {
            leftOut.put(stream, missing + more.length());
            return;
        }
        leftOut.remove(stream);
        add(new Heard.Written(stream, missing == 0 ? more : Excerpt.leftOut(missing) + more));
    }

    /** The next; empty when there was none for {@code patience}. */
    synchronized Optional<Heard> poll(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (waiting.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
            if (left <= 0) return Optional.empty();
            wait(left);
        }
        return Optional.of(remove());
    }

    synchronized Heard take() throws InterruptedException {
        while (waiting.isEmpty()) wait();
        return remove();
    }

    /** Forgets all but the end. */
    synchronized void forget() {
        waiting.removeIf(it -> !(it instanceof Heard.Gone));
        leftOut.clear();
        text = 0;
        notifyAll();
    }

    private boolean isFull() {
        return waiting.size() >= MOST || text >= MOST_TEXT;
    }

    private void add(Heard heard) {
        waiting.add(heard);
        text += size(heard);
        notifyAll();
    }

    private Heard remove() {
        Heard next = waiting.remove();
        text -= size(next);
        notifyAll();
        return next;
    }

    private static long size(Heard heard) {
        if (heard instanceof Heard.Written it) return it.text().length();
        if (!(heard instanceof Heard.Said said)) return 0;
        if (said.message() instanceof ToDaemon.Output it) return it.text.length();
        if (said.message() instanceof ToDaemon.Covered it) return it.data.length;
        return said.message() instanceof ToDaemon.Finished it && it.thrown != null ? it.thrown.trace.length() : 0;
    }
}
