package dev.testls.rpc;

import dev.testls.base.Cancel;
import dev.testls.cli.Sources;
import dev.testls.engine.Live;
import dev.testls.engine.Origin;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.protocol.AffectedParams;
import dev.testls.protocol.AffectedResult;
import dev.testls.protocol.CancelParams;
import dev.testls.protocol.CancelResult;
import dev.testls.protocol.Capabilities;
import dev.testls.protocol.CoverageParams;
import dev.testls.protocol.CoverageResult;
import dev.testls.protocol.DiscoverParams;
import dev.testls.protocol.DiscoverResult;
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
import dev.testls.protocol.RunParams;
import dev.testls.protocol.RunResult;
import dev.testls.protocol.ServerCapabilities;
import dev.testls.protocol.Status;
import dev.testls.protocol.StopParams;
import dev.testls.protocol.SynchronizeResult;
import dev.testls.protocol.TlsCapabilities;
import dev.testls.protocol.TlsServer;
import dev.testls.protocol.TlsTests;
import dev.testls.protocol.WhyParams;
import dev.testls.protocol.WhyResult;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
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
final class ClientSession implements TlsServer, TlsTests, LspMethods {
    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);
    /** Command lines that one client may have running: many, and fewer than would exhaust threads. */
    private static final int MAX_RUNNING = 64;
    /** What a client may say before it has introduced itself. */
    private static final int MAX_FIRST = 1 << 20;
    /** What {@code tls} exits with when it is to blame itself. */
    private static final int INTERNAL_ERROR = 3;

    /** What the protocol calls features. */
    private static final List<String> FEATURES =
            List.of(TlsCapabilities.TESTS, TlsCapabilities.RUN, TlsCapabilities.CONTINUOUS, TlsCapabilities.AFFECTED, TlsCapabilities.DEBUG, TlsCapabilities.COVERAGE);

    private static final List<String> ENCODINGS = List.of(ServerCapabilities.UTF_8, ServerCapabilities.UTF_16);
    /** LSP's number for texts that come in parts. */
    private static final int INCREMENTAL = 2;

    private final ServerIdentity identity;
    private final Commands commands;
    private final Lifecycle lifecycle;
    private final MessageJsonHandler json;
    private final FrameWriter writer;
    private final int number;
    private final RemoteEndpoint endpoint;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    /** Those that have ended and whose answer is on its way. */
    private final Set<Running> answering = ConcurrentHashMap.newKeySet();
    private final TestRequests tests;
    private final LspSession lsp;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean initialized;
    private volatile boolean exited;
    private volatile boolean leaving;
    private volatile Optional<Talk> talk = Optional.empty();
    /** What was seen when this was last looked at, by the thread that looks. */
    private Seen seen = new Seen(true, 0, 0, false);

    /** The reading thread's alone, as what follows. */
    private final List<Runnable> toStart = new ArrayList<>();
    private Origin origin = Origin.of("unknown", "");
    private boolean speaksTls;

    ClientSession(
            ServerIdentity identity, Commands commands, Lifecycle lifecycle, Live live, MessageJsonHandler json, int number) {
        this.identity = identity;
        this.commands = commands;
        this.lifecycle = lifecycle;
        this.json = json;
        this.writer = new FrameWriter(json);
        this.number = number;
        this.endpoint = new RemoteEndpoint(writer, new GenericEndpoint(this), this::error);
        endpoint.setJsonHandler(json);
        EventFeed feed = new EventFeed(live, new Sources(live), endpoint::notify, "client-" + number + "-events");
        this.lsp = new LspSession(live, new Sources(live), endpoint::notify, endpoint::request, "client-" + number + "-lsp");
        this.tests = new TestRequests(live, lifecycle, feed, toStart::add);
    }

    /** Reads until the client goes or is sent away, then cancels what it had running and lets it read what waits. */
    void run(InputStream in, OutputStream out, Closeable connection) {
        Thread writing = RpcServer.thread("client-" + number + "-writer", () -> {
            writer.run(out);
            // Reading ends with it, where the client is gone or the server closes.
            close(connection);
        });
        FrameReader frames = new FrameReader(in);
        talk = Optional.of(new Talk(frames, connection));
        frames.accept(MAX_FIRST);
        try {
            while (!exited) {
                Optional<String> next = frames.next();
                if (next.isEmpty()) break;
                accept(next.get());
                if (initialized) frames.accept(FrameReader.MAX_CONTENT);
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
            leaving = true;
            cancelAll();
            tests.end();
            lsp.end();
            writer.end();
            join(writing);
            ended.countDown();
        }
    }

    /** Asks all its command lines to stop. Any thread. */
    void cancelAll() {
        running.forEach(it -> it.cancel.request());
        tests.cancelAll();
    }

    /** Sends the client away. Any thread. */
    void end() {
        writer.end();
    }

    /**
     * Ends what a client leaves half done for longer than from one look to the next: introducing itself, a message, reading what it
     * asked for before it left. One that does not read keeps nothing from others meanwhile.
     */
    void look() {
        if (talk.isEmpty()) return;
        Seen before = seen;
        seen = new Seen(initialized, talk.get().frames().begun(), writer.begun(), leaving);
        boolean inMessage = seen.message() != 0 && seen.message() == before.message();
        boolean unread = seen.write() != 0 && seen.write() == before.write();
        if (unread) Stream.concat(running.stream(), answering.stream()).forEach(it -> RpcServer.thread("client-" + number + "-afterwards", it::finishAll));
        if (inMessage || !seen.initialized() && !before.initialized() || unread && before.leaving()) {
            log.warn("client {} is dropped: {}", number, inMessage ? "it stopped in the midst of a message" : unread ? "it left, and does not read" : "it said nothing");
            close(talk.get().connection());
        }
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
            toStart.forEach(it -> RpcServer.thread("client-" + number + "-work", it));
            toStart.clear();
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
            origin = Origin.of(orElse(params.clientInfo().name(), "unknown"), orElse(params.clientInfo().version(), ""));
            log.debug("client {} is {} {}", number, params.clientInfo().name(), params.clientInfo().version());
        }
        TlsCapabilities tls = new TlsCapabilities(
                Protocol.VERSION, identity.build(), identity.built().isEmpty() ? null : identity.built(), identity.pid(), identity.root().toString(),
                identity.runtimeHome().toString(), identity.log().toString(), FEATURES);
        Capabilities client = params == null || params.capabilities() == null ? new Capabilities(null, null, null, null) : params.capabilities();
        speaksTls = client.experimental() != null && client.experimental().tls() != null;
        boolean utf8 = client.general() != null && client.general().positionEncodings() != null
                && client.general().positionEncodings().stream().filter(ENCODINGS::contains).findFirst().filter(ServerCapabilities.UTF_8::equals).isPresent();
        lsp.begin(utf8, client.window() != null && Boolean.TRUE.equals(client.window().workDoneProgress()), client.workspace() != null
                && client.workspace().codeLens() != null && Boolean.TRUE.equals(client.workspace().codeLens().refreshSupport()));
        ServerCapabilities own = new ServerCapabilities(
                utf8 ? ServerCapabilities.UTF_8 : ServerCapabilities.UTF_16, new ServerCapabilities.TextDocumentSync(true, INCREMENTAL, true),
                new ServerCapabilities.CodeLensProvider(false), true, new ServerCapabilities.ExecuteCommandProvider(LspSession.COMMANDS, true),
                new Capabilities.Experimental(tls));
        return CompletableFuture.completedFuture(new InitializeResult(own, new NameVersion("tls", identity.version())));
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
            throw stopping();
        }
        Running command = new Running(params == null ? null : params.execId());
        running.add(command);
        toStart.add(() -> command.run(request));
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

    @Override
    public CompletableFuture<SynchronizeResult> synchronize() {
        requireInitialized();
        return CompletableFuture.completedFuture(tests.synchronize());
    }

    @Override
    public CompletableFuture<DiscoverResult> discover(@Nullable DiscoverParams params) {
        requireInitialized();
        return tests.discover(params);
    }

    @Override
    public CompletableFuture<RunResult> run(@Nullable RunParams params) {
        requireInitialized();
        return CompletableFuture.completedFuture(tests.run(params, origin, true));
    }

    @Override
    public CompletableFuture<CancelResult> cancel(@Nullable CancelParams params) {
        requireInitialized();
        return CompletableFuture.completedFuture(tests.cancel(params));
    }

    @Override
    public CompletableFuture<AffectedResult> affected(@Nullable AffectedParams params) {
        requireInitialized();
        return tests.affected(params);
    }

    @Override
    public CompletableFuture<WhyResult> why(@Nullable WhyParams params) {
        requireInitialized();
        return tests.why(params);
    }

    @Override
    public CompletableFuture<CoverageResult> coverage(@Nullable CoverageParams params) {
        requireInitialized();
        return tests.coverage(params);
    }

    @Override
    public CompletableFuture<Status> status() {
        requireInitialized();
        return CompletableFuture.completedFuture(tests.status());
    }

    @Override
    public void didOpen(@Nullable DidOpenTextDocumentParams params) {
        TextDocumentItem document = params == null ? null : params.getTextDocument();
        if (!initialized || document == null || document.getText() == null) return;
        tests.follow();
        file(document.getUri()).ifPresent(path -> lsp.open(path, document.getVersion(), document.getText()));
    }

    @Override
    public void didChange(@Nullable DidChangeTextDocumentParams params) {
        if (params == null || params.getTextDocument() == null) return;
        file(params.getTextDocument().getUri()).ifPresent(path -> lsp.change(path, params));
    }

    @Override
    public void didSave(@Nullable DidSaveTextDocumentParams params) {
        // What is saved is what the editor holds; the watch tells of it.
    }

    @Override
    public void didClose(@Nullable DidCloseTextDocumentParams params) {
        if (params == null || params.getTextDocument() == null) return;
        file(params.getTextDocument().getUri()).ifPresent(lsp::close);
    }

    @Override
    public void didChangeConfiguration(@Nullable DidChangeConfigurationParams params) {
        if (params != null) lsp.configure(params.getSettings());
    }

    @Override
    public void cancelProgress(@Nullable WorkDoneProgressCancelParams params) {
        if (params != null) lsp.shownAs(params.getToken()).ifPresent(run -> tests.cancel(new CancelParams(run.value())));
    }

    @Override
    public CompletableFuture<List<CodeLens>> codeLens(@Nullable CodeLensParams params) {
        requireInitialized();
        SourcePath path = document(params == null ? null : params.getTextDocument());
        return tests.look(path, world -> lsp.lenses(world, path));
    }

    @Override
    public CompletableFuture<@Nullable Hover> hover(@Nullable HoverParams params) {
        requireInitialized();
        SourcePath path = document(params == null ? null : params.getTextDocument());
        if (params.getPosition() == null) throw FromWire.invalid("position: required");
        int line = params.getPosition().getLine();
        return tests.look(path, world -> lsp.hover(world, path, line).orElse(null));
    }

    @Override
    public CompletableFuture<@Nullable Object> executeCommand(@Nullable ExecuteCommandParams params) {
        requireInitialized();
        if (params == null || params.getCommand() == null) throw FromWire.invalid("command: required");
        List<String> arguments = LspSession.texts(params.getArguments());
        return switch (params.getCommand()) {
            case LspSession.RUN -> run(lsp.run(arguments.isEmpty() ? null : arguments, null, false, RunParams.RUN), params);
            case LspSession.DEBUG -> {
                RunParams run = lsp.run(arguments.isEmpty() ? null : arguments, null, false, RunParams.DEBUG);
                lsp.debug(new RunId(run.runId()));
                yield run(run, params);
            }
            case LspSession.RUN_AFFECTED -> run(lsp.run(null, arguments.isEmpty() ? null : arguments.get(0), true, RunParams.RUN), params);
            case LspSession.CANCEL -> {
                if (arguments.isEmpty()) tests.cancelRuns();
                arguments.forEach(run -> tests.cancel(new CancelParams(run)));
                yield CompletableFuture.completedFuture(null);
            }
            case LspSession.WHY -> {
                if (arguments.isEmpty()) throw FromWire.invalid("arguments[0]: required");
                yield tests.why(new WhyParams(arguments.get(0), null)).thenApply(this::show);
            }
            default -> throw FromWire.invalid("command: none of this server's: " + Cut.middle(params.getCommand(), 200));
        };
    }

    private CompletableFuture<@Nullable Object> run(RunParams run, ExecuteCommandParams command) {
        String id = tests.run(run, origin, speaksTls).runId();
        lsp.show(new RunId(id), Optional.ofNullable(command.getWorkDoneToken()));
        return CompletableFuture.completedFuture(id);
    }

    private Object show(WhyResult it) {
        String text = it.why() != null ? "It would run: " + it.why().text() + "." : "It would not run: nothing that it depends on has changed.";
        endpoint.notify("window/showMessage", new MessageParams(MessageType.Info, text));
        return text;
    }

    private static SourcePath document(@Nullable TextDocumentIdentifier document) {
        if (document == null) throw FromWire.invalid("textDocument: required");
        return FromWire.document("textDocument.uri", document.getUri());
    }

    /** Of a file on this machine; editors tell of other documents, too. */
    private static Optional<SourcePath> file(@Nullable String uri) {
        try {
            return Optional.of(FromWire.document("uri", uri));
        } catch (ResponseErrorException e) {
            return Optional.empty();
        }
    }

    private static String orElse(@Nullable String text, String other) {
        return text == null || text.isBlank() ? other : Cut.middle(text, 200);
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

    private static ResponseErrorException stopping() {
        return FromWire.failure(Protocol.SERVER_STOPPING, "the daemon is about to stop");
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

    /** @param initialized where this is not so yet, from the first look on */
    private record Seen(boolean initialized, long message, long write, boolean leaving) {}

    private record Talk(FrameReader frames, Closeable connection) {}

    /** A command line that runs. */
    private final class Running implements ExecConsole {
        /** A multiple of what a pipe holds; small enough that a client shows text while the rest is on its way. */
        private static final int MAX_PIECE = 32 << 10;

        private final Cancel cancel = new Cancel();
        private final @Nullable String execId;
        private volatile boolean over;
        private volatile Optional<ExecInput> input = Optional.empty();
        private volatile Optional<Cancel.Registration> way = Optional.empty();
        /** Whether it was ended for another daemon, with which it goes on. */
        private volatile boolean gaveWay;
        private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
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
                answering.add(this);
                running.remove(this);
                way.ifPresent(Cancel.Registration::close);
                if (gaveWay && !cancel.requested()) result.completeExceptionally(stopping());
                else result.complete(new ExecResult(exitCode));
                answering.remove(this);
                finishAll();
                lifecycle.commandEnded();
            }
        }

        /** Once each, also where somebody else does so because the answer is not read. */
        private void finishAll() {
            for (Runnable next = afterwards.poll(); next != null; next = afterwards.poll()) finish(next);
        }

        private void finish(Runnable what) {
            try {
                what.run();
            } catch (RuntimeException | Error e) {
                log.error("client {}: something failed after the answer", number, e);
            }
        }

        @Override
        public void afterwards(Runnable what) {
            afterwards.add(what);
        }

        @Override
        public void giveWay(Runnable end) {
            way = Optional.of(lifecycle.giveWay().onRequest(() -> {
                gaveWay = true;
                end.run();
            }));
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
