package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorwayTest {
    Doorway doorway;
    Token token;
    CompletableFuture<Socket> arrival;

    @BeforeEach
    void open() throws IOException {
        doorway = Doorway.open();
        token = doorway.newToken();
        arrival = doorway.expect(token);
    }

    @AfterEach
    void close() throws IOException {
        doorway.close();
    }

    @Test
    void letsInWhoKnowsTheTokenAndOnlyOnce() throws IOException {
        try (Socket worker = knock(new ToDaemon.Hello(token).encode());
                Socket admitted = arrival.join();
                Socket second = knock(new ToDaemon.Hello(token).encode())) {
            assertThat(admitted.getPort()).isEqualTo(worker.getLocalPort());
            assertDropped(second);
        }
    }

    @Test
    void dropsWhoKnowsAnotherToken() throws IOException {
        try (Socket stranger = knock(new ToDaemon.Hello(doorway.newToken()).encode())) {
            assertDropped(stranger);
        }
        assertThat(arrival).isNotDone();
    }

    @Test
    void dropsWhoSaysSomethingElse() throws IOException {
        try (Socket stranger = knock(new ToDaemon.Ready("17").encode())) {
            assertDropped(stranger);
        }
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), doorway.port())) {
            stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertDropped(stranger);
        }
        assertThat(arrival).isNotDone();
    }

    @Test
    void letsWorkersInWhileManyOthersSayNothing() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 700; i++) {
                Socket it = new Socket(InetAddress.getLoopbackAddress(), doorway.port());
                it.getOutputStream().write(0);
                silent.add(it);
            }
            try (Socket worker = knock(new ToDaemon.Hello(token).encode()); Socket admitted = arrival.join()) {
                assertThat(admitted.getPort()).isEqualTo(worker.getLocalPort());
                worker.getOutputStream().write(7);
                assertThat(admitted.getInputStream().read()).isEqualTo(7);
                admitted.getOutputStream().write(8);
                assertThat(worker.getInputStream().read()).isEqualTo(8);
            }
            assertDropped(silent.get(0));
            assertThat(Thread.getAllStackTraces().keySet()).filteredOn(it -> it.getName().startsWith("tls-doorway") || it.getName().startsWith("tls-hello")).hasSizeLessThan(5);
        } finally {
            for (Socket it : silent) it.close();
        }
    }

    @Test
    void hearsAHelloThatComesInPieces() throws IOException {
        byte[] hello = new ToDaemon.Hello(token).encode();
        try (Socket worker = new Socket(InetAddress.getLoopbackAddress(), doorway.port())) {
            worker.setTcpNoDelay(true);
            worker.getOutputStream().write(new byte[] {0, 0});
            worker.getOutputStream().write(new byte[] {0, (byte) hello.length});
            for (byte it : hello) worker.getOutputStream().write(it);
            try (Socket admitted = arrival.join()) {
                assertThat(admitted.getPort()).isEqualTo(worker.getLocalPort());
            }
        }
    }

    private Socket knock(byte[] body) throws IOException {
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), doorway.port());
        Frames.write(peer.getOutputStream(), body);
        return peer;
    }

    /** The other side ends the connection, by a reset where bytes were left unread. */
    private static void assertDropped(Socket peer) {
        try {
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}
