package dev.testls.app;

import dev.testls.base.Cancel;
import dev.testls.rpc.DaemonConnection;
import dev.testls.rpc.EditorStart;
import dev.testls.rpc.ExecClient;
import dev.testls.rpc.ExecRequest;
import dev.testls.rpc.Input;
import dev.testls.rpc.ServerIdentity;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * {@code tls} where the native client cannot be built: does the same, and is slower to start.
 *
 * <p>The script that starts it tells in system properties what Java cannot find out: which streams are terminals
 * ({@code tls.stdin.terminal}, {@code tls.stdout.terminal}, {@code tls.stderr.terminal}), how wide ({@code tls.columns}), and whether the user
 * chose this JDK ({@code tls.java.from}).
 */
public final class Client {
    private static final int DONE = 0;
    private static final int INTERNAL_ERROR = 3;
    private static final int USAGE = 4;
    private static final int INTERRUPTED = 130;
    private static final int BROKEN_PIPE = 141;
    /**
     * At a daemon that goes away between our knock and its answer, a step apart: one that is about to stop still takes
     * connections for a while, the longer the busier the machine is.
     */
    private static final int ATTEMPTS = 500;
    /** Of daemons that do not fit; the first one should. */
    private static final int REPLACEMENTS = 5;

    /** How long a daemon that closed the connection may take until its process is gone. */
    private static final int GONE_SECONDS = 10;

    private final List<String> arguments;
    private final DaemonStarter starter;
    /** The one that is connected to. */
    private Optional<ProcessHandle> daemon = Optional.empty();

    private Client(List<String> arguments, DaemonStarter starter) {
        this.arguments = arguments;
        this.starter = starter;
    }

    public static void main(String[] arguments) {
        int exitCode;
        try {
            exitCode = run(List.of(arguments));
        } catch (Refusal e) {
            System.err.println("tls: " + e.getMessage());
            exitCode = INTERNAL_ERROR;
        } catch (IOException e) {
            System.err.println("tls: " + e);
            exitCode = INTERNAL_ERROR;
        }
        // Not exit(): a daemon thread in the middle of a write to a pipe that nobody reads would keep it waiting.
        Runtime.getRuntime().halt(exitCode);
    }

    private static int run(List<String> arguments) throws Refusal, IOException {
        Path root;
        List<String> words;
        Optional<EditorStart> start = Optional.empty();
        try {
            words = words(arguments);
            boolean namesDirectory = words.size() < arguments.size();
            if (words.stream().findFirst().filter("lsp"::equals).isPresent() && !namesDirectory) start = Optional.of(EditorStart.read(System.in));
            root = WorkspaceRoot.of(start.flatMap(EditorStart::directory).orElse(directory(arguments)));
        } catch (Refusal e) {
            System.err.println("tls: " + e.getMessage());
            return USAGE;
        }
        if (words.equals(List.of("version")) || words.equals(List.of("--version"))) {
            System.out.println("tls " + DaemonOptions.ownVersion());
            return DONE;
        }
        Path distribution = Path.of(System.getProperty("tls.dist", ".")).toAbsolutePath();
        boolean isBridge = words.stream().findFirst().filter("lsp"::equals).isPresent();
        DaemonStarter starter = new DaemonStarter(Rendezvous.of(root, System.getenv()), distribution, isBridge ? Optional.empty() : Optional.of(request(arguments)));
        if (words.equals(List.of("stop")) || words.equals(List.of("status"))) {
            Optional<SocketChannel> running = starter.dial();
            if (running.isEmpty()) {
                System.out.println("no daemon is running for " + root);
                return DONE;
            }
            running.get().close();
        }
        Client client = new Client(arguments, starter);
        return isBridge ? client.bridge(start.map(EditorStart::read).orElse(new byte[0])) : client.execute(words.equals(List.of("stop")));
    }

    /** The arguments without {@code -C DIR}. */
    static List<String> words(List<String> arguments) throws Refusal {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--")) {
                words.addAll(arguments.subList(i, arguments.size()));
                break;
            }
            if (!arguments.get(i).equals("-C")) {
                words.add(arguments.get(i));
            } else if (++i == arguments.size()) {
                throw new Refusal("-C wants a directory: tls -C DIR ...");
            }
        }
        return words;
    }

    /** The directory that the first {@code -C} before {@code --} names, else the working directory. */
    static Path directory(List<String> arguments) {
        int end = arguments.contains("--") ? arguments.indexOf("--") : arguments.size();
        int option = arguments.subList(0, end).indexOf("-C");
        return Path.of(option < 0 ? "" : arguments.get(option + 1)).toAbsolutePath();
    }

    /** A connection to a daemon that fits, started or replaced where need be, with the handshake done. */
    private DaemonConnection connect() throws Refusal, IOException, Answered {
        int replaced = 0;
        for (int attempt = 0; attempt < ATTEMPTS && replaced < REPLACEMENTS; attempt++) {
            DaemonConnection connection = new DaemonConnection(starter.dialOrStart());
            try {
                Optional<ServerIdentity> server = connection.introduce(DaemonOptions.ownVersion());
                daemon = server.flatMap(it -> ProcessHandle.of(it.pid()));
                Optional<String> unfit = unfit(server);
                if (unfit.isEmpty()) return connection;
                System.err.println("tls: replacing the daemon as soon as it is idle: " + unfit.get());
                connection.stopWhenIdle();
                replaced++;
            } catch (DaemonConnection.Gone e) {
                // Its successor is started in the next round, or the one after.
                DaemonStarter.step();
            }
            connection.close();
        }
        throw new Refusal("the daemon went away before it answered");
    }

    private Optional<String> unfit(Optional<ServerIdentity> server) throws Refusal, IOException {
        if (server.isEmpty()) return Optional.of("it speaks an older version of the protocol");
        // Of two builds on one workspace the newer one wins once, and the older one's clients go on with its daemon.
        String ownTime = DaemonOptions.builtOf(starter.distribution());
        boolean sameBuild = server.get().build().equals(DaemonOptions.buildOf(starter.distribution()));
        boolean isNewer = !server.get().built().isEmpty() && server.get().built().compareTo(ownTime) >= 0;
        if (!sameBuild && !isNewer) return Optional.of("it is of an older build of tls");
        String from = System.getProperty("tls.java.from", "PATH");
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        // JAVA_HOME is often the project's, and another one in each terminal.
        if (!from.equals("TLS_JAVA") || own.equals(server.get().runtimeHome())) return Optional.empty();
        return Optional.of(from + " is now " + own + ", and it runs on " + server.get().runtimeHome());
    }

    /** @param endsDaemon whether the daemon is gone afterwards, with all that it had to write */
    private int execute(boolean endsDaemon) throws Refusal, IOException {
        Printer printer = new Printer();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (DaemonConnection connection = connect()) {
                Cancel cancel = new Cancel();
                printer.attach(connection, cancel);
                for (String name : List.of("INT", "TERM")) {
                    Signal.handle(new Signal(name), signal -> interrupted(cancel));
                }
                int exitCode = connection.execute(cancel, request(arguments), printer);
                if (endsDaemon) awaitGone(connection);
                return exitCode;
            } catch (Answered e) {
                write(FileDescriptor.out, e.answer.out());
                write(FileDescriptor.err, e.answer.err());
                return e.answer.exitCode();
            } catch (DaemonConnection.Gone e) {
                // It was asked to stop, and did nothing of what is to be done, or does it no longer: its successor does.
                starter.awaitSuccessor();
            } catch (DaemonConnection.Refused e) {
                throw new Refusal(e.getMessage(), e);
            } catch (IOException e) {
                throw new Refusal("the daemon ended unexpectedly; see " + starter.rendezvous().log(), e);
            }
        }
        throw new Refusal("the daemon went away before it answered");
    }

    /** In UTF-8 whatever the locale says. */
    private static void write(FileDescriptor stream, String text) throws IOException {
        new FileOutputStream(stream).write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** It goes on for a while after it closed the connection, where it has to write the archive of its classes. */
    private void awaitGone(DaemonConnection connection) {
        connection.awaitEnd();
        daemon.ifPresent(it -> it.onExit().completeOnTimeout(it, GONE_SECONDS, TimeUnit.SECONDS).join());
    }

    /** A first Ctrl-C is a wish to the daemon, whose answer is still awaited; a second one ends this process. */
    private static void interrupted(Cancel cancel) {
        if (cancel.requested()) Runtime.getRuntime().halt(INTERRUPTED);
        cancel.request();
    }

    private static ExecRequest request(List<String> arguments) {
        boolean terminal = Boolean.getBoolean("tls.stdout.terminal");
        boolean color = terminal && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(System.getenv("TERM"));
        return new ExecRequest(
                arguments, Path.of("").toAbsolutePath(), new TreeMap<>(System.getenv()), terminal,
                Boolean.getBoolean("tls.stderr.terminal"), color, Integer.getInteger("tls.columns", 0),
                terminal && Boolean.getBoolean("tls.stdin.terminal") ? Input.LINES : Input.NONE);
    }

    /**
     * Joins standard input and output to the socket, byte for byte, until either side closes.
     *
     * @param read what was read of the editor's bytes before
     */
    private int bridge(byte[] read) throws Refusal, IOException {
        // The bytes are the editor's from the first one on, so the handshake that tells whether the daemon fits is
        // done on a connection of its own.
        try (DaemonConnection probe = connect();
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(starter.rendezvous().socket()))) {
            Thread forward = new Thread(() -> {
                try {
                    ByteBuffer first = ByteBuffer.wrap(read);
                    while (first.hasRemaining()) channel.write(first);
                    byte[] buffer = new byte[16 << 10];
                    for (int count = System.in.read(buffer); count >= 0; count = System.in.read(buffer)) {
                        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                        while (bytes.hasRemaining()) channel.write(bytes);
                    }
                    channel.shutdownOutput();
                } catch (IOException e) {
                    // The other direction ends, too.
                }
            }, "to-daemon");
            forward.setDaemon(true);
            forward.start();
            OutputStream out = new FileOutputStream(FileDescriptor.out);
            ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
            while (channel.read(buffer) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return DONE;
        } catch (Answered e) {
            throw new IllegalStateException("it was not asked anything", e);
        }
    }

    /** Writes what comes to this process's own streams, in UTF-8 whatever the locale says. */
    private static final class Printer implements ExecClient {
        private final OutputStream out = new FileOutputStream(FileDescriptor.out);
        private final OutputStream err = new FileOutputStream(FileDescriptor.err);
        private volatile Optional<DaemonConnection> connection = Optional.empty();
        private volatile Cancel cancel = Cancel.never();
        private boolean reads;

        /** From now on what is typed goes there. */
        void attach(DaemonConnection connection, Cancel cancel) {
            this.connection = Optional.of(connection);
            this.cancel = cancel;
        }

        /** Once begun, reading goes on to the end of this process: Java cannot take a read back. */
        @Override
        public void readKeys(boolean on) {
            if (!on || reads) return;
            reads = true;
            Thread reader = new Thread(this::passLinesOn, "to-daemon");
            reader.setDaemon(true);
            reader.start();
        }

        private void passLinesOn() {
            try {
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) pass(line + "\n");
            } catch (IOException e) {
                // There is nothing more to read.
            }
        }

        private void pass(String typed) {
            try {
                if (connection.isPresent()) connection.get().typed(typed);
            } catch (IOException e) {
                // The thread that waits for the answer finds out.
            }
        }

        @Override
        public void out(String text) {
            print(out, text);
        }

        @Override
        public void err(String text) {
            print(err, text);
        }

        private void print(OutputStream stream, String text) {
            try {
                stream.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Nobody reads, and nobody is there to complain to.
                cancel.request();
                Runtime.getRuntime().halt(BROKEN_PIPE);
            }
        }
    }
}
