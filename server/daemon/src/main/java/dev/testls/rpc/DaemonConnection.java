package dev.testls.rpc;

import dev.testls.base.Cancel;
import dev.testls.protocol.Capabilities;
import dev.testls.protocol.ExecInputParams;
import dev.testls.protocol.ExecOutputParams;
import dev.testls.protocol.ExecParams;
import dev.testls.protocol.ExecReadKeysParams;
import dev.testls.protocol.ExecResult;
import dev.testls.protocol.InitializeParams;
import dev.testls.protocol.InitializeResult;
import dev.testls.protocol.NameVersion;
import dev.testls.protocol.Protocol;
import dev.testls.protocol.StopParams;
import dev.testls.protocol.TlsCapabilities;
import dev.testls.protocol.TlsClient;
import dev.testls.protocol.TlsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.CancelParams;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/**
 * The other end: a client's view of a daemon. For one thread, which reads while it waits for an answer; one request
 * at a time.
 */
public final class DaemonConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final FrameReader reader;
    private final OutputStream out;
    private final MessageJsonHandler json = Messages.handler(TlsClient.class, TlsServer.class);
    private int lastId;
    private String lastMethod = "";

    public DaemonConnection(SocketChannel channel) {
        this.channel = channel;
        this.reader = new FrameReader(ChannelStreams.input(channel));
        this.out = ChannelStreams.output(channel);
        json.setMethodProvider(id -> lastMethod);
    }

    /**
     * Does the handshake; empty when the daemon speaks an older version of the protocol.
     *
     * @throws Gone when the daemon is about to end, or ended
     * @throws IOException when it refuses, or speaks a newer version
     */
    public Optional<ServerIdentity> introduce(String version) throws IOException, Gone {
        TlsCapabilities own = new TlsCapabilities(Protocol.VERSION, null, null, null, null, null, null, null);
        Object answer = ask("initialize", new InitializeParams(
                (int) ProcessHandle.current().pid(), new NameVersion("tls-java", version),
                new Capabilities(new Capabilities.Experimental(own), null, null, null)), new Silence());
        return answer instanceof InitializeResult result ? identity(result) : Optional.empty();
    }

    /**
     * Has a command line done; {@code cancel} is passed on as a wish, the answer still awaited.
     *
     * @throws Gone when the daemon is about to end, so that nothing was done
     * @throws IOException when the daemon ended before it answered, or refuses
     */
    public int execute(Cancel cancel, ExecRequest request, ExecClient output) throws IOException, Gone {
        ExecParams params = new ExecParams(
                null, request.arguments(), request.workingDirectory().toString(), request.environment(),
                new ExecParams.Terminal(
                        request.terminal(), request.errorTerminal(), request.color(), request.columns(), word(request.input())));
        // The wish names the request that is about to be sent, and may be uttered only afterwards.
        int id = send("tls/exec", params);
        try (Cancel.Registration wish = cancel.onRequest(() -> cancelRequest(id))) {
            Object answer = answer(id, output);
            if (answer instanceof ExecResult result) return result.exitCode();
            throw new IOException("the daemon answers in a way unknown to this client");
        }
    }

    private static @Nullable String word(Input input) {
        return switch (input) {
            case NONE -> null;
            case LINES -> ExecParams.Terminal.LINES;
            case KEYS -> ExecParams.Terminal.KEYS;
        };
    }

    /** Passes on what was typed. Any thread, while a command line is being done. */
    public void typed(String text) throws IOException {
        notify("tls/execInput", new ExecInputParams(null, text));
    }

    /** Asks the daemon to end when it is idle, and waits until it closes the connection. */
    public void stopWhenIdle() throws IOException {
        send("tls/stop", new StopParams(StopParams.IDLE));
        awaitEnd();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Object ask(String method, Object params, ExecClient output) throws IOException, Gone {
        try {
            return answer(send(method, params), output);
        } catch (IOException e) {
            if (e instanceof Refused) throw e;
            throw new Gone();
        }
    }

    private int send(String method, Object params) throws IOException {
        RequestMessage request = new RequestMessage();
        request.setId(++lastId);
        request.setMethod(method);
        request.setParams(params);
        lastMethod = method;
        write(request);
        return lastId;
    }

    /** Called on the thread that utters the wish. */
    private void cancelRequest(int id) {
        CancelParams params = new CancelParams();
        params.setId(id);
        try {
            notify("$/cancelRequest", params);
        } catch (IOException e) {
            // The thread that reads finds out.
        }
    }

    private void notify(String method, Object params) throws IOException {
        NotificationMessage message = new NotificationMessage();
        message.setMethod(method);
        message.setParams(params);
        write(message);
    }

    /** One at a time, whole: several threads write. */
    private synchronized void write(Message message) throws IOException {
        out.write(FrameWriter.frame(json, message));
    }

    /** Passes output on until the answer comes. */
    private Object answer(int id, ExecClient output) throws IOException, Gone {
        while (true) {
            Message message = next();
            if (message instanceof NotificationMessage it && it.getParams() instanceof ExecOutputParams piece) {
                show(piece, output);
            } else if (message instanceof NotificationMessage it && it.getParams() instanceof ExecReadKeysParams keys) {
                output.readKeys(keys.on() != null && keys.on());
            } else if (message instanceof ResponseMessage it && it.getId() == null && it.getError() != null) {
                throw new Refused(it.getError().getMessage());
            } else if (message instanceof ResponseMessage it && Integer.toString(id).equals(it.getId())) {
                if (it.getError() == null) return it.getResult();
                throw failure(it.getError());
            }
        }
    }

    private Message next() throws IOException {
        try {
            return Messages.parse(json, reader.next().orElseThrow(() -> new IOException("the daemon ended")));
        } catch (Messages.Malformed e) {
            throw new IOException("the daemon sent what is no message: " + e.getMessage(), e);
        }
    }

    private IOException failure(ResponseError error) throws Gone {
        if (error.getCode() != Protocol.SERVER_STOPPING) return new Refused(error.getMessage());
        awaitEnd();
        throw new Gone();
    }

    /** Returns when the daemon closes the connection, which it does last. */
    public void awaitEnd() {
        try {
            while (reader.next().isPresent()) {}
        } catch (IOException e) {
            // Gone in whatever way.
        }
    }

    private static void show(ExecOutputParams piece, ExecOutput output) {
        String text = piece.text() == null ? "" : piece.text();
        if (ExecOutputParams.ERR.equals(piece.stream())) {
            output.err(text);
        } else {
            output.out(text);
        }
    }

    private static Optional<ServerIdentity> identity(InitializeResult result) throws Refused {
        TlsCapabilities tls = result.capabilities() == null || result.capabilities().experimental() == null
                ? null : result.capabilities().experimental().tls();
        String version = result.serverInfo() == null ? "" : orEmpty(result.serverInfo().version());
        if (tls == null || tls.protocolVersion() == null || tls.protocolVersion() < Protocol.VERSION) return Optional.empty();
        if (tls.protocolVersion() > Protocol.VERSION) {
            throw new Refused("the daemon of this workspace is tls " + version + ", which is newer than this client and speaks another version of the protocol. "
                    + "Use that tls here too, or end the daemon: kill " + tls.pid());
        }
        return Optional.of(new ServerIdentity(
                version, orEmpty(tls.build()), orEmpty(tls.built()), tls.pid() == null ? 0 : tls.pid(), Path.of(orEmpty(tls.root())),
                Path.of(orEmpty(tls.runtimeHome())), Path.of(orEmpty(tls.log()))));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The daemon is about to end, or ended, and did nothing of what it was asked: ask its successor. */
    public static final class Gone extends Exception {
        Gone() {
            super("the daemon went away before it answered");
        }
    }

    /** The daemon answered with an error; the message is its own. */
    public static final class Refused extends IOException {
        Refused(String message) {
            super(message);
        }
    }

    private static final class Silence implements ExecClient {
        @Override
        public void readKeys(boolean on) {}

        @Override
        public void out(String text) {}

        @Override
        public void err(String text) {}
    }
}
