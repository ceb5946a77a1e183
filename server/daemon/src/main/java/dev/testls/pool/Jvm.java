package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.pool.WorkerListener.Stream;
import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.ToWorker;
import dev.testls.worker.wire.Token;
import dev.testls.worker.wire.WireException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A worker's process and the connection to it.
 *
 * <p>One thread at a time talks to it and hears it ({@link #say}, {@link #hear}); any thread may {@link #kill} it.
 * Threads of its own: one that reads frames, two that drain the standard streams.
 */
final class Jvm {
    private static final Pattern LISTENING = Pattern.compile("Listening for transport dt_socket at address: (?:\\S+:)?(\\d+)\\s");

    private final Process process;
    private final Socket socket;
    private final OutputStream out;
    private final Tail tail;
    private final HeardQueue heard;
    private final Path crashes;
    private final String jdk;
    private Thread reader;
    /** What it held when it was ready, which is ours or the build's. */
    private volatile Held ours = Held.NOTHING;

    private Jvm(Process process, Socket socket, OutputStream out, Tail tail, HeardQueue heard, Path crashes,
            String jdk) {
        this.process = process;
        this.socket = socket;
        this.out = out;
        this.tail = tail;
        this.heard = heard;
        this.crashes = crashes;
        this.jdk = jdk;
    }

    /**
     * Starts a JVM and waits until it is ready.
     *
     * @param debugger is told at which port the JVM waits for a debugger, where the command has it wait; then it may take as
     *     long as people do
     * @throws BootFailure when it does not come up
     * @throws CancellationException when stopping was asked for meanwhile; nothing is left behind
     */
    static Jvm boot(Cancel cancel, BootCommand command, ToWorker.Setup setup, Doorway doorway, Optional<IntConsumer> debugger) throws IOException {
        cancel.check();
        makeRoomForReports(command.crashes());
        Process process = start(command);
        Tail tail = new Tail();
        HeardQueue heard = new HeardQueue();
        drain(process.getInputStream(), Stream.OUT, tail, heard);
        drain(process.getErrorStream(), Stream.ERR, tail, heard);
        Token token = doorway.newToken();
        CompletableFuture<Socket> arrival = doorway.expect(token);
        process.onExit().thenAccept(ended -> arrival.cancel(false));
        try (Cancel.Registration registration = cancel.onRequest(process::destroyForcibly)) {
            OutputStream stdin = process.getOutputStream();
            stdin.write((doorway.port() + " " + token.hex() + "\n").getBytes(StandardCharsets.US_ASCII));
            stdin.flush();
            Duration patience = debugger.isPresent() ? Limits.DEBUGGER : Limits.BOOT;
            if (debugger.isPresent()) debugger.get().accept(debuggerPort(process, heard));
            Socket socket = arrival.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return greet(process, socket, setup, tail, heard, command.crashes(), patience);
        } catch (IOException | ExecutionException | CancellationException e) {
            // One that the connection alone was lost of ends by itself.
            await(process, Limits.ORPHAN);
            process.destroyForcibly();
            cancel.check();
            throw noBoot(command, process, tail, "it ended before it was ready");
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw late(command, process, tail, "it was not ready after " + Limits.BOOT.toSeconds() + " s");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            arrival.cancel(false);
        }
    }

    /** Where there is none, a JVM that crashes has nowhere to tell of it; most do not. */
    private static void makeRoomForReports(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            // As said.
        }
    }

    private static Process start(BootCommand command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments());
        Path directory = command.spec().workingDirectory();
        builder.directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(command.spec().environment());
        try {
            // As a build does, for each of its JVMs.
            Files.createDirectories(directory);
            return builder.start();
        } catch (IOException e) {
            Path java = command.spec().java();
            String what = !Files.isExecutable(java) ? java + " is missing. Is the JDK that the build names installed?"
                    : !Files.isDirectory(directory) ? "its working directory " + directory + " cannot be made (" + e.getMessage() + "). "
                            + "Create it, or change workingDirectory in the build's test settings."
                    : e.getMessage();
            throw BootFailure.notStarted("Cannot start a worker JVM: " + what, e);
        }
    }

    private static BootFailure noBoot(BootCommand command, Process process, Tail tail, String what) {
        Jvm.await(process, Limits.GONE);
        int code = process.isAlive() ? -1 : process.exitValue();
        return BootFailure.ended(code, tail.text(), message(command, tail, what + (process.isAlive() ? "" : " (exit code " + code + ")")));
    }

    private static BootFailure late(BootCommand command, Process process, Tail tail, String what) {
        Jvm.await(process, Limits.GONE);
        return BootFailure.late(message(command, tail, what));
    }

    private static String message(BootCommand command, Tail tail, String what) {
        String said = tail.text().strip();
        return "A worker JVM did not start: " + what + ". Command: " + command.spec().java()
                + " " + String.join(" ", command.spec().jvmArguments()) + " in " + command.spec().workingDirectory() + "."
                + (said.isEmpty() ? "" : " It wrote:\n" + said + "\n")
                + " Look at the JVM arguments of the build's test settings and at the environment.";
    }

    /** What the JVM prints on its standard output before it waits. */
    private static int debuggerPort(Process process, HeardQueue heard) throws IOException, InterruptedException {
        CompletableFuture<Void> end = process.onExit().thenRun(() -> heard.end(new Heard.Gone("")));
        try {
            StringBuilder said = new StringBuilder();
            while (heard.take() instanceof Heard.Written it) {
                if (it.stream() == Stream.OUT) said.append(it.text());
                Matcher line = LISTENING.matcher(said);
                if (line.find()) return Integer.parseInt(line.group(1));
            }
            throw new IOException("it did not wait for a debugger");
        } finally {
            // From now on its connection tells its end, after all that it said.
            end.cancel(false);
        }
    }

    private static Jvm greet(Process process, Socket socket, ToWorker.Setup setup, Tail tail,
            HeardQueue heard, Path crashes, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        Frames.write(out, setup.encode());
        out.flush();
        // Setting up may make the JVM say something, but it is ready or it is not.
        ToDaemon answer = ToDaemon.decode(Frames.read(in, Frames.MAX_FRAME));
        while (answer instanceof ToDaemon.Output) answer = ToDaemon.decode(Frames.read(in, Frames.MAX_FRAME));
        if (!(answer instanceof ToDaemon.Ready ready)) throw new WireException("not ready: " + answer.getClass());
        socket.setSoTimeout(0);
        Jvm jvm = new Jvm(process, socket, out, tail, heard, crashes, ready.jdk);
        jvm.reader = Doorway.daemonThread("tls-worker-" + process.pid(), () -> jvm.read(in));
        return jvm;
    }

    long pid() {
        return process.pid();
    }

    String jdk() {
        return jdk;
    }

    boolean isAlive() {
        return process.isAlive() && !socket.isClosed();
    }

    /** Says something; when nobody is there to hear it, {@link #hear} will tell. */
    void say(ToWorker message) {
        try {
            Frames.write(out, message.encode());
            out.flush();
        } catch (IOException e) {
            drop();
        }
    }

    /** Forgets what was said and written while nobody listened. */
    void forget() {
        heard.forget();
    }

    /** The next thing that it says; empty when there was none for {@code patience}. */
    Optional<Heard> hear(Duration patience) throws InterruptedException {
        return heard.poll(patience);
    }

    /** Waits for an answer of this type and lets everything else go; empty when none came. */
    <T extends ToDaemon> Optional<T> answer(Class<T> type, Duration patience, Ticker ticker)
            throws InterruptedException {
        long began = ticker.nanos();
        while (true) {
            Duration left = patience.minus(ticker.since(began));
            if (left.isNegative()) return Optional.empty();
            Optional<Heard> next = hear(left);
            if (next.isEmpty() || next.get() instanceof Heard.Gone) return Optional.empty();
            if (next.get() instanceof Heard.Said said && type.isInstance(said.message())) {
                return Optional.of(type.cast(said.message()));
            }
        }
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
        drop();
        if (reader != null) reader.interrupt();
    }

    /** Ends it at once, with all that it has started; blocks until it is gone. */
    void end() {
        List<ProcessHandle> started = process.descendants().toList();
        kill();
        started.forEach(ProcessHandle::destroyForcibly);
        await(process, Limits.GONE);
    }

    /** Lets it run its shutdown hooks, for so long at most; blocks until it is gone, with all that it has started. */
    void exit(Duration patience) {
        List<ProcessHandle> started = process.descendants().toList();
        if (isAlive()) {
            say(new ToWorker.Exit());
            await(process, patience);
        }
        end();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** From now on what it holds counts as its own. */
    void remember(Holdings holdings) {
        Held held = holdings.of(process.toHandle(), Held.NOTHING);
        ours = held.knowing(held.things().stream().map(Held.Thing::id).collect(Collectors.toSet())).knowing(held.sockets());
    }

    /** What it holds now and did not when it was ready. */
    Held held(Holdings holdings) {
        if (!process.isAlive()) return Held.NOTHING;
        Held held = holdings.of(process.toHandle(), ours);
        ours = ours.knowing(held.sockets());
        return held;
    }

    /** How much processor time the process has used, where the system tells. */
    Optional<Duration> processorTime() {
        return process.info().totalCpuDuration();
    }

    /** Its exit code, once it is gone; it is made to go when it does not by itself. */
    int exitCode() {
        await(process, Limits.GONE);
        if (process.isAlive()) {
            kill();
            await(process, Limits.GONE);
        }
        return process.isAlive() ? -1 : process.exitValue();
    }

    String tail() {
        return tail.text();
    }

    /** The report that the JVM wrote when it crashed. */
    Optional<Path> crashReport() {
        Path report = crashes.resolve("hs_err_" + process.pid() + ".log");
        return Files.isRegularFile(report) ? Optional.of(report) : Optional.empty();
    }

    private void read(InputStream in) {
        Heard.Gone gone = new Heard.Gone("");
        try {
            while (true) heard.put(new Heard.Said(ToDaemon.decode(Frames.read(in, Frames.MAX_FRAME))));
        } catch (WireException e) {
            gone = new Heard.Gone(e.getMessage());
        } catch (IOException e) {
            // The ordinary end.
        } catch (InterruptedException e) {
            // It was killed while more waited than there is room for.
        } finally {
            drop();
        }
        try {
            heard.put(gone);
        } catch (InterruptedException e) {
            // Killed: whoever still listens hears that it is gone, and what it said before matters no more.
            heard.end(gone);
        }
    }

    /** Ends the connection, and nothing else. */
    void drop() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static void await(Process process, Duration patience) {
        try {
            process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The pipe must be emptied or the JVM blocks; what nobody waits for is kept in the tail alone. */
    private static void drain(InputStream in, Stream stream, Tail tail, HeardQueue heard) {
        Doorway.daemonThread("tls-drain", () -> {
            try (Reader reader = new InputStreamReader(in, Charset.defaultCharset())) {
                char[] buffer = new char[8192];
                for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                    String text = new String(buffer, 0, read);
                    tail.write(text);
                    heard.write(stream, text);
                }
            } catch (IOException e) {
                // The process is gone.
            }
        });
    }
}
