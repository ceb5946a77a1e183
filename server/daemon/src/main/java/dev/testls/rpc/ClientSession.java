package dev.testls.rpc;

import dev.testls.base.Cancel;
import dev.testls.protocol.Capabilities;
import dev.testls.protocol.ExecInputParams;
import dev.testls.protocol.ExecOutputParams;
import dev.testls.protocol.ExecParams;
import dev.testls.protocol.ExecReadKeysParams;
import dev.testls.protocol.ExecResizeParams;
import dev.testls.protocol.ExecResult;
import dev.testls.protocol.InitializeParams;
import dev.testls.protocol.InitializeResult;
import dev.testls.protocol.NameVersion;
import dev.testls.protocol.Protocol;
import dev.testls.protocol.StopParams;
import dev.testls.protocol.TlsCapabilities;
import dev.testls.protocol.TlsServer;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.services.GenericEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from its first byte to its last. Requests are answered on the thread that reads; command lines have their
 * own.
 */
final class ClientSession implements TlsServer {
    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);
    /** Command lines that one client may have running: many, and fewer than would exhaust threads. */
    private static final int MAX_RUNNING = 64;
    /** What {@code tls} exits with when it is to blame itself. */
    private static final int INTERNAL_ERROR = 3;

    private final ServerIdentity identity;
    private final Commands commands;
    private final Lifecycle lifecycle;
    private final MessageJsonHandler json;
    private final FrameWriter writer;
    private final int number;
    private final RemoteEndpoint endpoint;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean initialized;
    private volatile boolean exited;

    /** The reading thread's alone. */
    private Optional<Runnable> toStart = Optional.empty();

    ClientSession(
            ServerIdentity identity, Commands commands, Lifecycle lifecycle, MessageJsonHandler json,
            FrameWriter writer, int number) {
        this.identity = identity;
        this.commands = commands;
        this.lifecycle = lifecycle;
        this.json = json;
        this.writer = writer;
        this.number = number;
        this.endpoint = new RemoteEndpoint(writer, new GenericEndpoint(this), this::error);
        endpoint.setJsonHandler(json);
    }

    /** Reads until the client goes or is sent away, then cancels what it had running and lets it read what waits. */
    void run(InputStream in, Closeable connection) {
        Thread writing = RpcServer.thread("client-" + number + "-writer", () -> {
            writer.run();
            // Reading ends with it, where the client is gone or the server closes.
            close(connection);
        });
        try {
            FrameReader frames = new FrameReader(in);
            while (!exited) {
                Optional<String> next = frames.next();
                if (next.isEmpty()) break;
                accept(next.get());
            }
        } catch (FrameReader.BadFrame e) {
            log.warn("client {} is dropped: {}", number, e.getMessage());
            writer.consume(Messages.answer(
                    json, new Messages.Malformed(null, ResponseErrorCode.ParseError, e.getMessage())));
        } catch (EOFException e) {
            log.warn("client {} went: {}", number, e.getMessage());
        } catch (IOException e) {
            log.debug("client {} went: {}", number, e.toString());
        } finally {
            cancelAll();
            writer.end();
            join(writing);
            ended.countDown();
        }
    }

    /** Asks all its command lines to stop. Any thread. */
    void cancelAll() {
        running.forEach(it -> it.cancel.request());
    }

    /** Sends the client away. Any thread. */
    void end() {
        writer.end();
    }

    void awaitEnd(long nanos) {
        try {
            ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(String content) {
        try {
            endpoint.consume(Messages.parse(json, content));
            // Only now: a command that ends before LSP4J listens for its result would be over before its answer is written.
            toStart.ifPresent(command -> RpcServer.thread("client-" + number + "-exec", command));
            toStart = Optional.empty();
        } catch (Messages.Malformed e) {
            log.warn("client {} sent a malformed message: {}", number, e.getMessage());
            writer.consume(Messages.answer(json, e));
        } catch (RuntimeException e) {
            log.error("client {}: a message was lost", number, e);
        }
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(@Nullable InitializeParams params) {
        if (initialized) throw failure(ResponseErrorCode.InvalidRequest, "initialize: only once in a connection");
        initialized = true;
        if (params != null && params.clientInfo() != null) {
            log.debug("client {} is {} {}", number, params.clientInfo().name(), params.clientInfo().version());
        }
        TlsCapabilities tls = new TlsCapabilities(
                Protocol.VERSION, identity.build(), identity.pid(), identity.root().toString(),
                identity.runtimeHome().toString(), identity.log().toString());
        return CompletableFuture.completedFuture(new InitializeResult(
                new Capabilities(new Capabilities.Experimental(tls)), new NameVersion("tls", identity.version())));
    }

    @Override
    public void initialized() {
        // LSP's courtesy; nothing waits for it.
    }

    @Override
    public CompletableFuture<@Nullable Object> shutdown() {
        requireInitialized();
        cancelAll();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void exit() {
        exited = true;
    }

    @Override
    public CompletableFuture<ExecResult> exec(@Nullable ExecParams params) {
        requireInitialized();
        ExecRequest request = FromWire.execRequest(params);
        if (running.size() >= MAX_RUNNING) {
            throw failure(ResponseErrorCode.RequestFailed, MAX_RUNNING + " command lines of this client run already");
        }
        if (!lifecycle.commandBegins()) {
            ResponseError stopping = new ResponseError();
            stopping.setCode(Protocol.SERVER_STOPPING);
            stopping.setMessage("the daemon is about to stop");
            throw new ResponseErrorException(stopping);
        }
        Running command = new Running(params == null ? null : params.execId());
        running.add(command);
        toStart = Optional.of(() -> command.run(request));
        return command.result;
    }

    @Override
    public void execInput(@Nullable ExecInputParams params) {
        if (params == null || params.text() == null) return;
        listeners(params.execId()).forEach(it -> it.typed(params.text()));
    }

    @Override
    public void execResize(@Nullable ExecResizeParams params) {
        if (params == null || params.columns() == null || params.columns() < 0) return;
        listeners(params.execId()).forEach(it -> it.resized(params.columns()));
    }

    private List<ExecInput> listeners(@Nullable String execId) {
        return running.stream().filter(it -> Objects.equals(it.execId, execId)).flatMap(it -> it.input.stream()).toList();
    }

    @Override
    public CompletableFuture<@Nullable Object> stop(@Nullable StopParams params) {
        requireInitialized();
        StopWhen when = FromWire.stopWhen(params);
        log.info("client {} asks to stop: {}", number, when);
        lifecycle.stop(when);
        return CompletableFuture.completedFuture(null);
    }

    private void requireInitialized() {
        if (!initialized) throw failure(ResponseErrorCode.ServerNotInitialized, "initialize: required first");
    }

    private ResponseError error(Throwable thrown) {
        boolean wrapped = thrown instanceof CompletionException && thrown.getCause() != null;
        Throwable cause = wrapped ? thrown.getCause() : thrown;
        if (cause instanceof ResponseErrorException answer) return answer.getResponseError();
        log.error("client {}: a request failed", number, cause);
        return new ResponseError(ResponseErrorCode.InternalError, "internal error; see " + identity.log(), null);
    }

    private static ResponseErrorException failure(ResponseErrorCode code, String message) {
        return new ResponseErrorException(new ResponseError(code, message, null));
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            log.debug("closing a client: {}", e.toString());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A command line that runs. */
    private final class Running implements ExecConsole {
        /** A multiple of what a pipe holds; small enough that a client shows text while the rest is on its way. */
        private static final int MAX_PIECE = 32 << 10;

        private final Cancel cancel = new Cancel();
        private final @Nullable String execId;
        private volatile boolean over;
        private volatile Optional<ExecInput> input = Optional.empty();
        /** Cancelling is a wish to the command line: its answer still comes, and tells what was done. */
        private final CompletableFuture<ExecResult> result = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                // Not on this thread, which holds a lock of LSP4J's that answering needs, while listeners may wait.
                if (!cancel.requested()) RpcServer.thread("client-" + number + "-cancel", cancel::request);
                return false;
            }
        };

        Running(@Nullable String execId) {
            this.execId = execId;
        }

        void run(ExecRequest request) {
            int exitCode = INTERNAL_ERROR;
            try {
                exitCode = commands.execute(cancel, request, this);
            } catch (Throwable e) {
                log.error("client {}: {} failed", number, request.arguments(), e);
                err("tls: internal error: " + e + "; see " + identity.log() + "\n");
            } finally {
                if (input.isPresent()) endpoint.notify("tls/execReadKeys", new ExecReadKeysParams(execId, false));
                over = true;
                running.remove(this);
                result.complete(new ExecResult(exitCode));
                lifecycle.commandEnded();
            }
        }

        @Override
        public void listen(ExecInput listener) {
            input = Optional.of(listener);
            endpoint.notify("tls/execReadKeys", new ExecReadKeysParams(execId, true));
        }

        @Override
        public void out(String text) {
            send(ExecOutputParams.OUT, text);
        }

        @Override
        public void err(String text) {
            send(ExecOutputParams.ERR, text);
        }

        private void send(String stream, String text) {
            for (int from = 0; from < text.length() && !over; ) {
                int to = Math.min(text.length(), from + MAX_PIECE);
                if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) to--;
                endpoint.notify("tls/execOutput", new ExecOutputParams(execId, stream, text.substring(from, to)));
                from = to;
            }
        }
    }
}
