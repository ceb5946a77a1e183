package dev.testls.app;

import dev.testls.base.Ticker;
import dev.testls.cli.Call;
import dev.testls.cli.CommandLine;
import dev.testls.cli.Console;
import dev.testls.cli.Unattended;
import dev.testls.rpc.Commands;
import dev.testls.rpc.ExecConsole;
import dev.testls.rpc.ExecInput;
import dev.testls.rpc.ExecRequest;
import dev.testls.rpc.RpcServer;
import dev.testls.rpc.ServerIdentity;
import dev.testls.rpc.StartCall;
import dev.testls.rpc.StopWhen;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon process, from its lock to its end.
 *
 * <p>To whoever started it, it says one line on standard output: {@code ready}, {@code already running},
 * {@code error: } and why, or {@code answer: } and what the command line that it was started for is answered, where that needs no
 * daemon; then it closes that.
 */
final class Daemon {
    /** How long a daemon lives that nobody talks to. */
    private static final Duration IDLE_LIMIT = Duration.ofHours(3);
    /** How long command lines may take to end when the daemon has to. */
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);
    /** How long a signalled process takes at most. */
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    private static final int ENDED = 0;
    private static final int REFUSED = 3;

    private static final Logger log = LoggerFactory.getLogger(Daemon.class);

    private final DaemonOptions options;
    private final Rendezvous rendezvous;
    private final DaemonLifecycle lifecycle;
    private final Map<String, String> environment;
    private final PrintStream starter;

    private Daemon(DaemonOptions options, Rendezvous rendezvous, DaemonLifecycle lifecycle, Map<String, String> environment, PrintStream starter) {
        this.options = options;
        this.rendezvous = rendezvous;
        this.lifecycle = lifecycle;
        this.environment = environment;
        this.starter = starter;
    }

    /** Runs a daemon to its end and returns the exit code. */
    static int run(String[] arguments, Map<String, String> environment, InputStream calls, PrintStream starter, Workspace.Opener opener) {
        try {
            DaemonOptions options = DaemonOptions.parse(arguments);
            Path root = WorkspaceRoot.of(options.root());
            Optional<ExecRequest> asked = options.readsCall() ? StartCall.read(calls) : Optional.empty();
            Optional<Unattended.Answer> answer = asked.flatMap(it -> opener.answer(call(it), root));
            if (answer.isPresent()) {
                tell(starter, StartCall.line(new StartCall.Answer(answer.get().exitCode(), answer.get().out(), answer.get().err())));
                return ENDED;
            }
            Rendezvous rendezvous = Rendezvous.of(root, environment);
            rendezvous.prepare();
            LogFile.install(rendezvous.log());
            DaemonLifecycle lifecycle = new DaemonLifecycle(Ticker.system(), idleLimit(environment));
            return new Daemon(options, rendezvous, lifecycle, environment, starter).lockAndServe(opener);
        } catch (Refusal e) {
            tell(starter, "error: " + e.getMessage());
            return REFUSED;
        } catch (IOException | InterruptedException | RuntimeException e) {
            log.error("the daemon failed", e);
            tell(starter, "error: the daemon failed: " + e);
            return REFUSED;
        }
    }

    private int lockAndServe(Workspace.Opener opener) throws Refusal, IOException, InterruptedException {
        try (FileChannel file = open(rendezvous.daemonLock())) {
            @Nullable FileLock lock = file.tryLock();
            if (lock == null) {
                tell(starter, "already running");
                return ENDED;
            }
            sign(file);
            serve(opener, file);
            return ENDED;
        }
    }

    /** Whom to end, for people who find the lock held. */
    private void sign(FileChannel file) throws Refusal {
        try {
            file.truncate(0);
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            throw Rendezvous.cannotWrite(rendezvous.daemonLock(), e);
        }
    }

    private void serve(Workspace.Opener opener, FileChannel lock) throws Refusal, IOException, InterruptedException {
        CountDownLatch over = endOnSignal();
        ServerIdentity identity = new ServerIdentity(
                options.version(), options.build(), options.built(), ProcessHandle.current().pid(), rendezvous.root(),
                Path.of(System.getProperty("java.home")).toRealPath(), rendezvous.log());
        Workspace.Surroundings surroundings = new Workspace.Surroundings(
                rendezvous.root(), rendezvous.state(), options.distribution(), rendezvous.log(), options.version(),
                environment, lifecycle::stop);
        try (Workspace workspace = opener.open(surroundings);
                RpcServer server = new RpcServer(identity, commands(workspace.commandLine()), lifecycle, workspace.live());
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Object socket = bind(listener);
            log.info("serving {} on Java {}, build {}", rendezvous.root(), System.getProperty("java.version"),
                    identity.build());
            server.listen(listener);
            tell(starter, "ready");
            String why = lifecycle.awaitEnd(System::gc, () -> socket.equals(fileKey(rendezvous.socket())));
            log.info("ending: {}", why);
            listener.close();
            if (socket.equals(fileKey(rendezvous.socket()))) Files.deleteIfExists(rendezvous.socket());
            server.cancelAll();
            if (!lifecycle.awaitNoCommand(CANCEL_LIMIT)) log.warn("a command line did not end in time");
            // A client that waits for our end starts our successor when its connection closes, which is last; so all
            // that the successor needs is let go of before.
            workspace.close();
            lock.close();
        } finally {
            over.countDown();
        }
    }

    private static Commands commands(CommandLine commandLine) {
        return (cancel, request, console) -> commandLine.execute(cancel, call(request), console(console));
    }

    private static Call call(ExecRequest request) {
        return new Call(
                request.arguments(), request.workingDirectory(), request.environment(), request.terminal(),
                request.errorTerminal(), request.color(), request.columns(), Call.Input.valueOf(request.input().name()));
    }

    private static Console console(ExecConsole output) {
        return new Console() {
            @Override
            public void out(String text) {
                output.out(text);
            }

            @Override
            public void err(String text) {
                output.err(text);
            }

            @Override
            public void afterwards(Runnable what) {
                output.afterwards(what);
            }

            @Override
            public void giveWay(Runnable end) {
                output.giveWay(end);
            }

            @Override
            public void listen(Typed typed) {
                output.listen(new ExecInput() {
                    @Override
                    public void typed(String text) {
                        typed.typed(text);
                    }

                    @Override
                    public void resized(int columns) {
                        typed.resized(columns);
                    }
                });
            }
        };
    }

    /** Binds the socket, in place of one that a killed daemon left, and returns what identifies the file. */
    private Object bind(ServerSocketChannel listener) throws Refusal {
        Path socket = rendezvous.socket();
        try {
            Files.deleteIfExists(socket);
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return Objects.requireNonNull(fileKey(socket), "the socket that was just made");
        } catch (IOException e) {
            throw Rendezvous.cannotWrite(socket, e);
        }
    }

    /** What tells this file from another of the same name; {@code null} where there is none. */
    private static @Nullable Object fileKey(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            log.warn("cannot look at {}: {}", file, e.toString());
            return null;
        }
    }

    /** On SIGTERM the JVM goes on until what was begun has ended; the latch says when. */
    private CountDownLatch endOnSignal() {
        CountDownLatch over = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            lifecycle.stop(StopWhen.NOW);
            try {
                over.await(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "signalled"));
        return over;
    }

    /** A lock file, for this user alone. */
    static FileChannel open(Path lock) throws Refusal {
        try {
            return FileChannel.open(
                    lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw Rendezvous.cannotWrite(lock, e);
        }
    }

    /** {@code TLS_IDLE_MINUTES}, where it is set; zero ends the daemon with its last client. */
    private static Duration idleLimit(Map<String, String> environment) throws Refusal {
        OptionalLong minutes = EnvironmentNumber.of(environment, "TLS_IDLE_MINUTES", 6, "minutes");
        return minutes.isEmpty() ? IDLE_LIMIT : Duration.ofMinutes(minutes.getAsLong());
    }

    private static void tell(PrintStream starter, String line) {
        starter.println(line.replaceAll("\\R", " "));
        starter.flush();
        starter.close();
    }
}
