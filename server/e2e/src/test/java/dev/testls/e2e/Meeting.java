package dev.testls.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A place where a test of the project, running in some worker, tells who it is and then waits to be let go. */
final class Meeting implements AutoCloseable {
    private final ServerSocket server;

    Meeting() {
        try {
            server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Tls.PATIENCE_SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source of a test class {@code shop.catalog.GuestTest} whose test {@code waits} comes here. */
    String source() {
        return """
                package shop.catalog;

                import java.io.IOException;
                import java.net.InetAddress;
                import java.net.Socket;
                import java.nio.charset.StandardCharsets;
                import org.junit.jupiter.api.Test;

                class GuestTest {
                    @Test
                    void waits() throws IOException {
                        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), %d)) {
                            String line = ProcessHandle.current().pid() + "\\n";
                            socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                            socket.getInputStream().read();
                        }
                    }
                }
                """.formatted(server.getLocalPort());
    }

    static final String FILE = "catalog/src/test/java/shop/catalog/GuestTest.java";

    /** Waits for the next one. */
    Guest guest() {
        try {
            return new Guest(server.accept());
        } catch (IOException e) {
            throw new UncheckedIOException("no test came", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** A test that runs, and the process it runs in. */
    static final class Guest {
        private final Socket socket;
        private final BufferedReader lines;
        private final ProcessHandle worker;
        private final ProcessHandle daemon;

        private Guest(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Tls.PATIENCE_SECONDS));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            worker = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            daemon = worker.parent().orElseThrow();
        }

        ProcessHandle worker() {
            return worker;
        }

        ProcessHandle daemon() {
            return daemon;
        }

        /** The test passes. */
        void letGo() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits until the process has ended. */
    static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(Tls.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("process " + process.pid() + " has not ended: " + process.info(), e);
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
