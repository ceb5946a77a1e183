package dev.testls.worker;

import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.ToDaemon;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The way to the daemon. Any thread may send; what one thread sent first arrives first.
 *
 * <p>Output that follows close upon other output is sent with a little patience, and what one test writes meanwhile in one
 * message, since it comes in small pieces; everything else at once, and whatever waits goes before it: when a test takes the JVM down, the daemon knows which
 * one it was. In a JVM that is used again that need not be known, since a fresh one has the last word: there the
 * beginnings and ends of tests have patience too, which spares two switches between processes for each test.
 */
final class Channel implements Sink {
    private static final long PATIENCE_MILLIS = 20;
    private static final int BUFFER = 64 << 10;
    private static final byte[] NONE = {};

    private final OutputStream out;
    /** Guards {@code out} and all below but {@code patient}. */
    private final Object lock = new Object();
    private boolean waiting;
    /** Output that is not in {@code out} yet, and whose it is. */
    private final StringBuilder written = new StringBuilder();
    private int writer;
    private boolean error;
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
                writeOutput();
                Frames.write(out, body);
                flushNow();
            }
        } catch (IOException e) {
            Orphan.end();
        }
    }

    @Override
    public void sendSoon(ToDaemon message) {
        byte[] body = message instanceof ToDaemon.Output ? NONE : message.encode();
        try {
            synchronized (lock) {
                if (message instanceof ToDaemon.Output) {
                    add((ToDaemon.Output) message);
                } else {
                    writeOutput();
                    Frames.write(out, body);
                }
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

    private void add(ToDaemon.Output more) throws IOException {
        if (written.length() + more.text.length() > Text.PIECE || more.node != writer || more.error != error) writeOutput();
        writer = more.node;
        error = more.error;
        written.append(more.text);
    }

    private void writeOutput() throws IOException {
        if (written.length() == 0) return;
        Frames.write(out, new ToDaemon.Output(writer, error, written.toString()).encode());
        written.setLength(0);
    }

    private void flushNow() throws IOException {
        writeOutput();
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
