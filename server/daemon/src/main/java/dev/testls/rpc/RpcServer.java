package dev.testls.rpc;

import dev.testls.engine.Live;
import dev.testls.protocol.TlsClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves any number of clients side by side. */
public final class RpcServer implements AutoCloseable {
    /** More than all editors and terminals of a person; fewer than would exhaust threads. */
    static final int MAX_CLIENTS = 256;
    /** How long {@link #close} lets clients read what was written for them. */
    private static final long FAREWELL_SECONDS = 2;
    /** How long to wait before accepting again after the system refused, for want of file descriptors for example. */
    private static final long ACCEPT_AGAIN_MILLIS = 200;
    /** How often to look for clients that leave something half done. */
    private static final long LOOK_MILLIS = 30_000;

    private static final Logger log = LoggerFactory.getLogger(RpcServer.class);

    /**
     * Shared, because the adapters that it makes for each type cost a client milliseconds. It cannot tell which
     * request of ours a response belongs to, so the results of requests to clients would come as plain JSON.
     */
    private final MessageJsonHandler json = Messages.handler(ClientSession.class, TlsClient.class);
    private final ServerIdentity identity;
    private final Commands commands;
    private final Lifecycle lifecycle;
    private final Live live;
    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger clients = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    public RpcServer(ServerIdentity identity, Commands commands, Lifecycle lifecycle, Live live) {
        this.identity = identity;
        this.commands = commands;
        this.lifecycle = lifecycle;
        this.live = live;
    }

    /** Accepts clients, on threads of its own, until {@code listener} is closed. */
    public void listen(ServerSocketChannel listener) {
        thread("client", () -> serveNext(listener));
        thread("clients", () -> {
            for (awaitClosed(LOOK_MILLIS); closed.getCount() > 0; awaitClosed(LOOK_MILLIS)) look();
        });
    }

    /** Ends what clients leave half done; see {@link ClientSession#look}. */
    void look() {
        sessions.forEach(ClientSession::look);
    }

    /** Serves one client, and returns when it has gone and everything of it is closed. */
    void serve(InputStream in, OutputStream out, Closeable connection) {
        serve(session(), in, out, connection);
    }

    private ClientSession session() {
        return new ClientSession(identity, commands, lifecycle, live, json, clients.incrementAndGet());
    }

    private void serve(ClientSession session, InputStream in, OutputStream out, Closeable connection) {
        lifecycle.clientCame();
        sessions.add(session);
        try (connection) {
            // A client that came while the server was closing was not seen by it.
            if (closed.getCount() == 0) return;
            session.run(in, out, connection);
        } catch (IOException e) {
            log.debug("closing a client: {}", e.toString());
        } finally {
            sessions.remove(session);
            lifecycle.clientLeft();
        }
    }

    /** Asks all command lines of all clients to stop; they still end, and answer, in their own time. */
    public void cancelAll() {
        sessions.forEach(ClientSession::cancelAll);
    }

    /** Lets clients read what was written for them, and closes their connections. What still runs is cancelled. */
    @Override
    public void close() {
        closed.countDown();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAREWELL_SECONDS);
        sessions.forEach(ClientSession::end);
        for (ClientSession session : sessions) session.awaitEnd(deadline - System.nanoTime());
    }

    static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> log.error("a thread ended: {}", t.getName(), e));
        thread.start();
        return thread;
    }

    /**
     * Serves the next client on the thread that waits for it, with a session that is made before it comes, for a short command
     * takes no longer than that. Another thread then waits in its place.
     */
    private void serveNext(ServerSocketChannel listener) {
        ClientSession session = session();
        Optional<SocketChannel> client = accept(listener);
        if (client.isEmpty()) return;
        SocketChannel channel = client.get();
        // It counts before the next one is asked in.
        sessions.add(session);
        thread("client", () -> serveNext(listener));
        serve(session, ChannelStreams.input(channel), ChannelStreams.output(channel), channel);
    }

    /** Empty once the listener is closed. */
    private Optional<SocketChannel> accept(ServerSocketChannel listener) {
        while (closed.getCount() > 0) {
            try {
                SocketChannel channel = listener.accept();
                if (sessions.size() < MAX_CLIENTS) return Optional.of(channel);
                log.warn("a client was turned away: {} are connected", MAX_CLIENTS);
                try (channel) {
                    channel.write(ByteBuffer.wrap(FrameWriter.frame(json, Messages.answer(
                            json, new Messages.Malformed(null, ResponseErrorCode.RequestFailed, MAX_CLIENTS + " clients are connected already")))));
                }
            } catch (ClosedChannelException e) {
                return Optional.empty();
            } catch (IOException e) {
                log.warn("cannot accept a client: {}", e.toString());
                awaitClosed(ACCEPT_AGAIN_MILLIS);
            }
        }
        return Optional.empty();
    }

    private void awaitClosed(long millis) {
        try {
            closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
