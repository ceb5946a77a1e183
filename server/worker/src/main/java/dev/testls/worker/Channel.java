package dev.testls.worker;

import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.ToDaemon;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The way to the daemon. Any thread may send; what one thread sent first arrives first.
 *
 * <p>Output that follows close upon other output is sent with a little patience, since it comes in small pieces;
 * everything else at once, and whatever waits goes before it: when a test takes the JVM down, the daemon knows which
 * one it was. In a JVM that is used again that need not be known, since a fresh one has the last word: there the
 * beginnings and ends of tests have patience too, which spares two switches between processes for each test.
 */
final class Channel implements Sink {
    private static final long PATIENCE_MILLIS = 20;
    private static final int BUFFER = 64 << 10;

    private final OutputStream out;
    /** Guards {@code out} and {@code waiting}. */
    private final Object lock = new Object();
    private boolean waiting;
    private volatile boolean patient;
    private long lastFlush;

    Channel(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    /** Starts the thread that sends what waits, and sees to it that nothing waits when the JVM exits. */
    void start() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::flush, "tls-exit"));
        Thread thread = new Thread(this::flushNowAndThen, "tls-flush");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on beginnings and ends of tests may wait a little. */
    void bePatient() {
        patient = true;
    }

    @Override
    public void send(ToDaemon message) {
        if (patient && (message instanceof ToDaemon.Started || message instanceof ToDaemon.Finished)) {
            sendSoon(message);
            return;
        }
        byte[] body = message.encode();
        try {
            synchronized (lock) {
                Frames.write(out, body);
                flushNow();
            }
        } catch (IOException e) {
            Orphan.end();
        }
    }

    @Override
    public void sendSoon(ToDaemon message) {
        byte[] body = message.encode();
        try {
            synchronized (lock) {
                Frames.write(out, body);
                if (System.nanoTime() - lastFlush > PATIENCE_MILLIS * 1_000_000) {
                    flushNow();
                } else {
                    if (!waiting) lock.notifyAll();
                    waiting = true;
                }
            }
        } catch (IOException e) {
            Orphan.end();
        }
    }

    void flush() {
        try {
            synchronized (lock) {
                flushNow();
            }
        } catch (IOException e) {
            Orphan.end();
        }
    }

    private void flushNow() throws IOException {
        out.flush();
        waiting = false;
        lastFlush = System.nanoTime();
    }

    private void flushNowAndThen() {
        try {
            while (true) {
                synchronized (lock) {
                    while (!waiting) lock.wait();
                    lock.wait(PATIENCE_MILLIS);
                }
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
