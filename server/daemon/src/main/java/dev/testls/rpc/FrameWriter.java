package dev.testls.rpc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;

/**
 * Writes messages to one peer, in order, on the thread that {@link #run}s it; what comes before waits for that.
 *
 * <p>A peer that does not read makes those who write to it wait once {@link #MAX_WAITING} bytes wait for it; they go on
 * when it reads, or is gone. After the end was asked for, or writing failed, messages are dropped.
 */
final class FrameWriter implements MessageConsumer {
    static final int MAX_WAITING = 1 << 20;

    private final MessageJsonHandler json;
    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean ended;
    private long writes;
    /** Which write goes on; zero: none. */
    private volatile long begun;

    FrameWriter(MessageJsonHandler json) {
        this.json = json;
    }

    /** A message as it goes over the wire. */
    static byte[] frame(MessageJsonHandler json, Message message) {
        byte[] content = json.serialize(message).getBytes(StandardCharsets.UTF_8);
        byte[] header = ("Content-Length: " + content.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, frame, header.length, content.length);
        return frame;
    }

    @Override
    public void consume(Message message) {
        byte[] frame = frame(json, message);
        lock.lock();
        try {
            while (waitingBytes >= MAX_WAITING && !ended) changed.awaitUninterruptibly();
            if (ended) return;
            waiting.add(frame);
            waitingBytes += frame.length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more messages: {@link #run} returns when it has written those that wait. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the write that goes on, which a peer that does not read makes last; zero: none. Any thread. */
    long begun() {
        return begun;
    }

    /** Writes to {@code out} until the end was asked for and everything is written, or the peer is gone. */
    void run(OutputStream out) {
        try {
            for (byte[] next = next(); next.length > 0; next = next()) {
                begun = ++writes;
                out.write(next);
                out.flush();
                begun = 0;
            }
        } catch (IOException gone) {
            // The thread that reads finds out, too, and ends what the client had running.
        } finally {
            end();
        }
    }

    /** All that waits, joined; empty at the end. */
    private byte[] next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !ended) changed.awaitUninterruptibly();
            byte[] joined = new byte[waitingBytes];
            int at = 0;
            for (byte[] part : waiting) {
                System.arraycopy(part, 0, joined, at, part.length);
                at += part.length;
            }
            waiting.clear();
            waitingBytes = 0;
            changed.signalAll();
            return joined;
        } finally {
            lock.unlock();
        }
    }
}
