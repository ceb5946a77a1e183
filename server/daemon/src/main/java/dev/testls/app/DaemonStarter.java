package dev.testls.app;

import dev.testls.rpc.ExecRequest;
import dev.testls.rpc.StartCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Client} finds the daemon, or starts it.
 *
 * <p>The command line that a daemon is started for is told to its process, which may know the answer without becoming one.
 *
 * <p>Beside the pool the one place that starts a process: the daemon itself, by a process that is not one.
 */
record DaemonStarter(Rendezvous rendezvous, Path distribution, Optional<ExecRequest> call) {
    /** How long starting may take before people are told what they wait for. */
    private static final Duration ANNOUNCE_AFTER = Duration.ofSeconds(1);
    /** How long a daemon that holds the lock may take until it listens, or lets go. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    /** How long whoever replaces a daemon may take to begin to start another one. */
    private static final Duration SUCCESSOR_LIMIT = Duration.ofSeconds(2);
    /** How often to look. */
    private static final Duration ANSWER_STEP = Duration.ofMillis(20);

    /** A connection to the daemon that runs; empty when none does. */
    Optional<SocketChannel> dial() {
        try {
            return Optional.of(SocketChannel.open(UnixDomainSocketAddress.of(rendezvous.socket())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    SocketChannel dialOrStart() throws Refusal, IOException, Answered {
        rendezvous.prepare();
        Optional<SocketChannel> running = dial();
        if (running.isPresent()) return running.get();
        ScheduledExecutorService announcer = Executors.newSingleThreadScheduledExecutor();
        if (Boolean.getBoolean("tls.stderr.terminal")) {
            announcer.schedule(
                    () -> System.err.println("tls: starting the daemon…"),
                    ANNOUNCE_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }
        try (FileChannel file = Daemon.open(rendezvous.startLock()); FileLock lock = file.lock()) {
            return dialPatiently();
        } finally {
            announcer.shutdownNow();
        }
    }

    /** Starts the daemon once nobody holds its lock; one that holds it begins or ends just now. */
    private SocketChannel dialPatiently() throws Refusal, IOException, Answered {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < ANSWER_LIMIT.toNanos()) {
            // Whoever held the lock before may have started it.
            Optional<SocketChannel> running = dial();
            if (running.isPresent()) return running.get();
            if (nobodyHolds(rendezvous.daemonLock()) && start()) continue;
            step();
        }
        String pid = Files.readString(rendezvous.daemonLock()).strip();
        throw new Refusal("a daemon holds " + rendezvous.daemonLock() + " and does not answer on " + rendezvous.socket()
                + ". End it with: kill " + pid);
    }

    /**
     * Whoever replaces a daemon has the time to start its own: that one is to win, and not whoever is first.
     */
    void awaitSuccessor() throws Refusal, IOException {
        long begin = System.nanoTime();
        do step();
        while (System.nanoTime() - begin < SUCCESSOR_LIMIT.toNanos() && !isStarting() && !listens());
    }

    private boolean listens() throws IOException {
        Optional<SocketChannel> running = dial();
        if (running.isPresent()) running.get().close();
        return running.isPresent();
    }

    private boolean isStarting() throws Refusal, IOException {
        return !nobodyHolds(rendezvous.startLock());
    }

    /** Waits until it is worth while to look again. */
    static void step() {
        LockSupport.parkNanos(ANSWER_STEP.toNanos());
    }

    private static boolean nobodyHolds(Path lockFile) throws Refusal, IOException {
        try (FileChannel file = Daemon.open(lockFile)) {
            @Nullable FileLock lock = file.tryLock();
            return lock != null;
        }
    }

    /** Whether a daemon was started that listens; otherwise another one was quicker. */
    private boolean start() throws Refusal, IOException, Answered {
        Path options = distribution.resolve("lib").resolve("tls-daemon.args");
        if (!Files.exists(options)) throw new Refusal(options + " is missing: tls must stay in its distribution");
        // A terminal's Ctrl-C goes to every process of its group; what is ignored stays ignored across exec.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT QUIT HUP; exec \"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ErrorFile=" + rendezvous.state().resolve("crash.log"),
                "-cp", distribution.resolve("lib") + "/*", "@" + options,
                "--dist", distribution.toString(), "--root", rendezvous.root().toString(), "--call", "stdin"));
        Process process = new ProcessBuilder(command)
                .directory(rendezvous.state().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(rendezvous.log().toFile()))
                .start();
        try (OutputStream told = process.getOutputStream()) {
            if (call.isPresent()) told.write(StartCall.tell(call.get()));
        } catch (IOException e) {
            // It ended already, and says why.
        }
        BufferedReader answers = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        @Nullable String answer = answers.readLine();
        if (answer == null) throw new Refusal("the daemon did not start; see " + rendezvous.log());
        if (answer.startsWith("error: ")) throw new Refusal(answer.substring("error: ".length()));
        Optional<StartCall.Answer> known = StartCall.answerOf(answer);
        if (known.isPresent()) throw new Answered(known.get());
        return answer.equals("ready");
    }
}
