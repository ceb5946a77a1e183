package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.model.JavacRequest;
import dev.testls.model.JavacResult;
import dev.testls.model.JavacResult.Kind;
import dev.testls.model.JavacResult.MadeFile;
import dev.testls.model.Problem;
import dev.testls.model.Problem.Severity;
import dev.testls.model.SourcePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One javac process for each JDK, started when it is needed; it ends when nobody has needed it for a while, and at {@link #close()}.
 *
 * <p>Any thread may call; compilations for one JDK wait for each other. A cancelled compilation ends its process, and
 * the next one starts another.
 */
public final class JavacWorkers implements AutoCloseable {
    private static final int PROTOCOL = 1;

    private final Path workerJar;
    private final Path logDirectory;
    private final Duration idleTime;
    /** By JDK home; guarded by this, with all that is in it. */
    private final Map<Path, Running> processes = new HashMap<>();
    private boolean closed;

    private static final class Running {
        final JavacProcess process;
        int users;
        int uses;

        Running(JavacProcess process) {
            this.process = process;
        }
    }

    /**
     * Starts nothing yet.
     *
     * @param workerJar holds {@code dev.testls.worker.javac.JavacMain}
     * @param logDirectory takes what the processes print
     * @param idleTime so long a process waits for the next compilation
     */
    public JavacWorkers(Path workerJar, Path logDirectory, Duration idleTime) {
        this.workerJar = workerJar;
        this.logDirectory = logDirectory;
        this.idleTime = idleTime;
    }

    /**
     * Compiles with the javac of the request's JDK; errors in the sources are an answer.
     *
     * @throws IOException when no process could be started, or it died, with what, where and what to do
     * @throws java.util.concurrent.CancellationException when stopping was asked for
     */
    public JavacResult compile(Cancel cancel, JavacRequest request) throws IOException {
        cancel.check();
        Running running = use(request.jdkHome());
        JavacProcess process = running.process;
        try {
            return result(process.ask(cancel, frame(request)));
        } catch (IOException e) {
            process.end();
            cancel.check();
            throw new IOException("javac of " + request.jdkHome() + " gave no answer: " + e.getMessage()
                    + ". See " + process.log() + ".", e);
        } finally {
            release(running);
        }
    }

    /** Ends all processes. */
    @Override
    public void close() {
        List<JavacProcess> toEnd;
        synchronized (this) {
            closed = true;
            toEnd = processes.values().stream().map(it -> it.process).toList();
            processes.clear();
        }
        toEnd.forEach(JavacProcess::end);
    }

    private synchronized Running use(Path jdkHome) throws IOException {
        if (closed) throw new IOException("the compile workers are closed");
        Running running = processes.get(jdkHome);
        if (running == null || !running.process.isAlive()) {
            running = new Running(JavacProcess.start(jdkHome, workerJar, logDirectory));
            processes.put(jdkHome, running);
        }
        running.users++;
        running.uses++;
        return running;
    }

    private synchronized void release(Running running) {
        running.users--;
        int uses = running.uses;
        CompletableFuture.delayedExecutor(idleTime.toMillis(), TimeUnit.MILLISECONDS).execute(() -> endIfUnused(running, uses));
    }

    /** Nobody has used it since; whoever comes now starts another. */
    private synchronized void endIfUnused(Running running, int uses) {
        if (running.users > 0 || running.uses != uses) return;
        processes.values().remove(running);
        running.process.end();
    }

    private static byte[] frame(JavacRequest request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(PROTOCOL);
            out.writeInt(request.options().size());
            for (String option : request.options()) text(out, option);
            out.writeInt(request.sources().size());
            for (Map.Entry<SourcePath, String> source : request.sources().entrySet()) {
                text(out, source.getKey().toString());
                text(out, source.getValue());
            }
            paths(out, request.classpath());
            out.writeInt(request.overlay().size());
            for (Map.Entry<String, byte[]> file : request.overlay().entrySet()) {
                text(out, file.getKey());
                bytes(out, file.getValue());
            }
            paths(out, request.processorPath());
            text(out, request.classOutput().toString());
            text(out, request.sourceOutput().toString());
            text(out, request.resources().map(Path::toString).orElse(""));
        }
        return bytes.toByteArray();
    }

    private static void paths(DataOutputStream out, List<Path> paths) throws IOException {
        out.writeInt(paths.size());
        for (Path path : paths) text(out, path.toString());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Decodes an answer; one that is not of the form is an error of I/O. */
    static JavacResult result(byte[] frame) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame))) {
            if (in.readInt() != PROTOCOL) throw new IOException("an answer of another protocol");
            boolean accepted = in.readBoolean();
            List<Problem> problems = new ArrayList<>();
            for (int left = count(in); left > 0; left--) problems.add(problem(in));
            List<MadeFile> files = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                int kind = in.readUnsignedByte();
                if (kind >= Kind.values().length) throw new IOException("a file of kind " + kind);
                files.add(new MadeFile(Kind.values()[kind], text(in), text(in), bytes(in)));
            }
            return new JavacResult(accepted, problems, files);
        }
    }

    private static Problem problem(DataInputStream in) throws IOException {
        Severity severity = in.readBoolean() ? Severity.ERROR : Severity.WARNING;
        String file = text(in);
        Optional<SourcePath> path =
                file.isEmpty() || !Path.of(file).isAbsolute() ? Optional.empty() : Optional.of(SourcePath.of(file));
        return new Problem(severity, path, in.readInt(), in.readInt(), in.readInt(), text(in), text(in));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[count(in)];
        in.readFully(bytes);
        return bytes;
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) throw new IOException("a count of " + count);
        return count;
    }
}
