package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Debugging, with the simplest debugger there is. */
class DebugTest {
    private static final String LISTENING = "Waiting for a debugger at 127.0.0.1:";

    @Test
    void waitsForADebuggerAndThenRuns() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop");
                Watching run = Watching.start(shop, "run", "--debug", "--test-timeout", "1ms", "ReceiptTest#looksLikeThis")) {
            int port = port(run.next(LISTENING));
            try (Socket debugger = new Socket(InetAddress.getLoopbackAddress(), port)) {
                goOn(debugger);
                run.awaits("1 passed");
                assertThat(run.exitCode()).isZero();
            }
        }
    }

    @Test
    void stopsWaitingWhenItIsInterrupted() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Watching run = Watching.start(shop, "run", "--debug", "ReceiptTest")) {
            run.awaits(LISTENING);
            run.interrupt();
            run.awaits("cancelled");
            assertThat(run.exitCode()).isEqualTo(130);
            shop.run("ReceiptTest").exits(0);
        }
    }

    private static int port(String said) {
        Matcher matcher = Pattern.compile(Pattern.quote(LISTENING) + "(\\d+);").matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    /** The handshake of the Java Debug Wire Protocol, and the virtual machine's command to resume: set 1, command 9. */
    private static void goOn(Socket debugger) throws IOException {
        byte[] greeting = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
        DataOutputStream out = new DataOutputStream(debugger.getOutputStream());
        out.write(greeting);
        new DataInputStream(debugger.getInputStream()).readFully(new byte[greeting.length]);
        out.writeInt(11);
        out.writeInt(1);
        out.write(new byte[] {0, 1, 9});
    }
}
