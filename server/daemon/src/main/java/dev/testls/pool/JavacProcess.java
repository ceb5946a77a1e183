package dev.testls.pool;

import dev.testls.base.Cancel;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that runs javac, and the conversation with it. */
final class JavacProcess {
    /** No answer is longer: more is a sign that something else was written there. */
    private static final int MAX_FRAME = 1 << 30;

    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;
    private final Path log;
    /** Whether a question is being answered. */
    private boolean busy;
    private volatile boolean ended;

    private JavacProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Starts one; what it prints is in a file of the log directory, of which the last process's stays. */
    static JavacProcess start(Path jdkHome, Path workerJar, Path logDirectory) throws IOException {
        Files.createDirectories(logDirectory);
        Path log = logDirectory.resolve("javac.log");
        // Few compilations are long: the first tier of the JIT compiler serves them best.
        List<String> command = List.of(
                jdkHome.resolve("bin").resolve("java").toString(), "-Xss4m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp", workerJar.toString(), "dev.testls.worker.javac.JavacMain");
        try {
            Process process = new ProcessBuilder(command).directory(logDirectory.toFile())
                    .redirectError(log.toFile()).start();
            return new JavacProcess(process, log);
        } catch (IOException e) {
            throw new IOException("Cannot start javac of " + jdkHome + ": " + e.getMessage()
                    + ". The module's JDK must be a complete one.", e);
        }
    }

    /** Whether it can be asked: one that is to end may take its time. */
    boolean isAlive() {
        return !ended && process.isAlive();
    }

    Path log() {
        return log;
    }

    /**
     * One question and its answer at a time: the streams hold one conversation. A question that is cancelled while another one is answered is
     * never asked; one that is being answered ends the process.
     */
    byte[] ask(Cancel cancel, byte[] frame) throws IOException {
        try (Cancel.Registration ignored = cancel.onRequest(this::wakeWaiting)) {
            begin(cancel);
        }
        try (Cancel.Registration ignored = cancel.onRequest(this::end)) {
            return answer(frame);
        } finally {
            over();
        }
    }

    private synchronized void begin(Cancel cancel) throws IOException {
        while (busy) {
            cancel.check();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        busy = true;
    }

    private synchronized void over() {
        busy = false;
        notifyAll();
    }

    private synchronized void wakeWaiting() {
        notifyAll();
    }

    private byte[] answer(byte[] frame) throws IOException {
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
        int length = in.readInt();
        if (length < 0 || length > MAX_FRAME) throw new IOException("an answer of " + length + " bytes");
        byte[] answer = new byte[length];
        in.readFully(answer);
        return answer;
    }

    /** Ends the process; who waits for its answer gets an error. */
    void end() {
        ended = true;
        process.destroyForcibly();
    }
}
