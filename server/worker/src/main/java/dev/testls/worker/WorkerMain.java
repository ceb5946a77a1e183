package dev.testls.worker;

import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.ToWorker;
import dev.testls.worker.wire.Token;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A worker's start: reads {@code PORT TOKEN} from standard input, connects, proves itself, obeys.
 *
 * <p>Standard input stays open for as long as the daemon lives, and the connection too: when either ends, so does the
 * JVM, at once.
 */
public final class WorkerMain {
    private static final int LONGEST_LINE = 64;
    private static final int OUT_OF_MEMORY = 91;

    private WorkerMain() {}

    public static void main(String[] arguments) throws Exception {
        InputStream parent = System.in;
        String[] portAndToken = line(parent).split(" ");
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        Socket socket = new Socket(loopback, Integer.parseInt(portAndToken[0]));
        socket.setTcpNoDelay(true);
        startDaemonThread("tls-orphan", () -> endWith(parent));
        Channel channel = new Channel(socket.getOutputStream());
        channel.send(new ToDaemon.Hello(Token.parse(portAndToken[1])));
        channel.start();
        BlockingQueue<ToWorker> commands = new LinkedBlockingQueue<>();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        startDaemonThread("tls-control", () -> listen(in, channel, commands));
        try {
            Worker worker = new Worker(channel);
            while (true) commands.take().on(worker);
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
    }

    private static void listen(InputStream in, Channel channel, BlockingQueue<ToWorker> commands) {
        try {
            while (true) {
                ToWorker command = ToWorker.decode(Frames.read(in, Frames.MAX_FRAME));
                if (command instanceof ToWorker.DumpThreads) channel.send(new ToDaemon.Threads(Threads.dump()));
                else commands.add(command);
            }
        } catch (IOException e) {
            Orphan.end();
        }
    }

    private static void endWith(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // The daemon has no more to say here.
            }
        } catch (IOException e) {
            // The same as its end.
        }
        Orphan.end();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.length() == LONGEST_LINE) throw new EOFException("started by hand? Use tls run.");
            line.append((char) octet);
        }
        return line.toString();
    }

    private static void startDaemonThread(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }
}
