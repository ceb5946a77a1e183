package dev.testls.pool;

import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.Token;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where workers knock: a port of the loopback interface. Only a peer that knows the token of a worker we started gets
 * in; each token opens once.
 *
 * <p>One thread hears all peers that have not yet proved themselves. Each may take so long and no longer; and when there are too many, the
 * one that came first goes, since a worker says its token as soon as it is connected.
 */
final class Doorway implements Closeable {
    /** So many peers may be about to prove themselves. */
    private static final int UNPROVED = 512;
    /** So many may wait to be heard at all; the system keeps no more than it likes. */
    private static final int BACKLOG = 512;

    private final SecureRandom random = new SecureRandom();
    private final Map<Token, CompletableFuture<Socket>> expected = new ConcurrentHashMap<>();
    private final ServerSocketChannel server;
    private final Selector selector;
    /** The one that came first is first. The doorway's own thread's. */
    private final Deque<Peer> unproved = new ArrayDeque<>();

    private Doorway(ServerSocketChannel server, Selector selector) {
        this.server = server;
        this.selector = selector;
    }

    static Doorway open() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
        server.configureBlocking(false);
        Selector selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
        Doorway doorway = new Doorway(server, selector);
        daemonThread("tls-doorway", doorway::listen);
        return doorway;
    }

    int port() {
        return server.socket().getLocalPort();
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
        selector.close();
        server.close();
    }

    private void listen() {
        try {
            while (server.isOpen()) {
                selector.select(unproved.isEmpty() ? 0 : Math.max(1, unproved.getFirst().millisLeft()));
                if (!selector.isOpen()) break;
                List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
                selector.selectedKeys().clear();
                for (SelectionKey key : ready) {
                    if (key.channel() == server) accept();
                    else hear((Peer) key.attachment());
                }
                while (!unproved.isEmpty() && unproved.getFirst().millisLeft() <= 0) drop(unproved.getFirst());
            }
        } catch (IOException | ClosedSelectorException e) {
            // Closed.
        } finally {
            List.copyOf(unproved).forEach(this::drop);
        }
    }

    /** All that knock; what goes wrong with one is nobody else's. */
    private void accept() {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                Peer peer = new Peer(channel);
                unproved.addLast(peer);
                try {
                    channel.configureBlocking(false);
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    channel.register(selector, SelectionKey.OP_READ, peer);
                } catch (IOException e) {
                    drop(peer);
                }
                if (unproved.size() > UNPROVED) drop(unproved.getFirst());
            }
        } catch (IOException e) {
            // One that left again, or there are no descriptors left.
            if (!unproved.isEmpty()) drop(unproved.getFirst());
        }
    }

    private void hear(Peer peer) {
        try {
            if (peer.channel.read(peer.said) < 0 || peer.isNoWorker()) drop(peer);
            else if (peer.isDone()) admit(peer);
        } catch (IOException e) {
            drop(peer);
        }
    }

    /** What it said is a whole hello, or something else. */
    private void admit(Peer peer) throws IOException {
        unproved.remove(peer);
        try {
            ToDaemon hello = ToDaemon.decode(Frames.read(new ByteArrayInputStream(peer.said.array(), 0, peer.said.position()), Frames.MAX_HELLO));
            CompletableFuture<Socket> arrival = hello instanceof ToDaemon.Hello it ? expected.remove(it.token) : null;
            if (arrival == null) {
                drop(peer);
                return;
            }
            peer.channel.keyFor(selector).cancel();
            // A channel that is still registered cannot block.
            selector.selectNow();
            peer.channel.configureBlocking(true);
            if (!arrival.complete(peer.channel.socket())) drop(peer);
        } catch (IOException e) {
            drop(peer);
        }
    }

    private void drop(Peer peer) {
        unproved.remove(peer);
        try {
            peer.channel.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    static Thread daemonThread(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One that has not proved itself, and what it has said so far. */
    private static final class Peer {
        final SocketChannel channel;
        /** No more is read than the hello, for what follows is for others. */
        final ByteBuffer said = ByteBuffer.allocate(Integer.BYTES + Frames.MAX_HELLO).limit(Integer.BYTES);
        private final long came = System.nanoTime();

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        /** Whether the length of what it has to say is none of a hello. */
        boolean isNoWorker() {
            return said.position() >= Integer.BYTES && (said.getInt(0) < 1 || said.getInt(0) > Frames.MAX_HELLO);
        }

        /** Of a hello the length comes first. */
        boolean isDone() {
            if (said.hasRemaining()) return false;
            if (said.position() > Integer.BYTES) return true;
            said.limit(Integer.BYTES + said.getInt(0));
            return false;
        }

        long millisLeft() {
            return Limits.HELLO.toMillis() - (System.nanoTime() - came) / 1_000_000;
        }
    }
}
