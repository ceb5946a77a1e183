package dev.testls.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What several threads tell one: in order, and bounded, so that whoever tells more than is taken waits. */
final class Mailbox<T> {
    private final long most;
    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Letter<T>> waiting = new ArrayDeque<>();
    private long size;

    /** @param most so much may wait, by the sizes that are told */
    Mailbox(long most) {
        this.most = most;
    }

    /** Waits for room. */
    void put(T it, long itsSize) {
        lock.lock();
        try {
            while (size >= most) changed.awaitUninterruptibly();
            add(it, itsSize);
        } finally {
            lock.unlock();
        }
    }

    /** Does not wait: for the last that somebody tells. */
    void putLast(T it) {
        lock.lock();
        try {
            add(it, 0);
        } finally {
            lock.unlock();
        }
    }

    T take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) changed.await();
            return remove();
        } finally {
            lock.unlock();
        }
    }

    /** The next; empty when there was none for {@code patience}. */
    Optional<T> take(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty()) {
                if (left <= 0) return Optional.empty();
                left = changed.awaitNanos(left);
            }
            return Optional.of(remove());
        } finally {
            lock.unlock();
        }
    }

    private void add(T it, long itsSize) {
        waiting.add(new Letter<>(it, itsSize));
        size += itsSize;
        changed.signalAll();
    }

    private T remove() {
        Letter<T> letter = waiting.remove();
        size -= letter.size();
        changed.signalAll();
        return letter.content();
    }

    private record Letter<T>(T content, long size) {}
}
