package dev.testls.pool;

import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.Token;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Where workers knock: a port of the loopback interface. Only a peer that knows the token of a worker we started gets
 * in; each token opens once.
 *
 * <p>Threads: one that accepts, one for each peer that has not yet proved itself.
 */
final class Doorway implements Closeable {
    /** So many peers may be about to prove themselves; more are dropped. */
    private static final int UNPROVED = 64;

    private final SecureRandom random = new SecureRandom();
    private final Semaphore unproved = new Semaphore(UNPROVED);
    private final Map<Token, CompletableFuture<Socket>> expected = new ConcurrentHashMap<>();
    private final ServerSocket server;

    private Doorway(ServerSocket server) {
        this.server = server;
    }

    static Doorway open() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        Doorway doorway = new Doorway(new ServerSocket(0, UNPROVED, loopback));
        daemonThread("tls-doorway", doorway::accept);
        return doorway;
    }

    int port() {
        return server.getLocalPort();
    }

    Token newToken() {
        byte[] secret = new byte[Token.BYTES];
        random.nextBytes(secret);
        return new Token(secret);
    }

    /** Completes with the connection of the peer that proves itself by {@code token}. */
    CompletableFuture<Socket> expect(Token token) {
        CompletableFuture<Socket> arrival = new CompletableFuture<>();
        expected.put(token, arrival);
        arrival.whenComplete((socket, failure) -> expected.remove(token));
        return arrival;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket peer = server.accept();
                if (unproved.tryAcquire()) daemonThread("tls-hello", () -> admit(peer));
                else peer.close();
            } catch (IOException e) {
                // Closed, or a peer that left again; either way there is nobody to talk to.
            }
        }
    }

    private void admit(Socket peer) {
        try {
            CompletableFuture<Void> proved = new CompletableFuture<>();
            // A limit on each read would let a peer send one byte now and then.
            proved.orTimeout(Limits.HELLO.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                    .exceptionally(late -> drop(peer));
            peer.setTcpNoDelay(true);
            ToDaemon hello = ToDaemon.decode(Frames.read(peer.getInputStream(), Frames.MAX_HELLO));
            proved.complete(null);
            CompletableFuture<Socket> arrival =
                    hello instanceof ToDaemon.Hello it ? expected.remove(it.token) : null;
            if (arrival == null || !arrival.complete(peer)) drop(peer);
        } catch (IOException e) {
            drop(peer);
        } finally {
            unproved.release();
        }
    }

    private static Void drop(Socket peer) {
        try {
            peer.close();
        } catch (IOException e) {
            // It is gone already.
        }
        return null;
    }

    static Thread daemonThread(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
