package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.testls.conformance.Conformance;
import dev.testls.conformance.Violations;
import dev.testls.conformance.Wire;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conformance kit finds nothing in our server, and finds what is made wrong on purpose. */
class ConformanceTest {
    /** How long to wait for what never comes from a wrong server. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(2);

    @Test
    void ourServerKeepsItsDuties() throws IOException {
        try (TestServer server = new TestServer()) {
            Violations violations = Conformance.examine(() -> Wire.of(server.dial()), Duration.ofMinutes(1));
            assertThat(violations.all()).isEmpty();
            assertThat(violations.checks()).isGreaterThan(300);
        }
    }

    @ParameterizedTest
    @EnumSource(Wrong.class)
    void aWrongServerIsFoundOut(Wrong wrong) throws IOException {
        try (TestServer server = new TestServer()) {
            Violations violations = Conformance.examine(() -> bent(server.dial(), wrong), IMPATIENCE);
            assertThat(violations.all()).anyMatch(it -> it.contains(wrong.duty));
        }
    }

    /** A message of the server, and what a wrong server would send instead: several, none, another one. */
    private enum Wrong {
        ENDS_TWICE("a run is finished once", it -> is(it, "tls/runFinished") ? List.of(it, it) : List.of(it)),
        NEVER_ENDS("what has to come comes", it -> is(it, "tls/runFinished") ? List.of() : List.of(it)),
        FORGETS_A_RESULT("the totals are those of the results", it -> is(it, "tls/testFinished") ? List.of() : List.of(it)),
        INVENTS_AN_ENDING("what is sent fits the schema", it -> changed(it, "tls/runFinished", "\"ending\":\"completed\"", "\"ending\":7")),
        HIDES_THAT_NOTHING_RAN("noTestsRun is there whenever no test ran", it -> changed(it, "tls/runFinished", "\"noTestsRun\"", "\"noTestRan\"")),
        NAMES_UNKNOWN_TESTS("a test is in the tree before an event names it", it -> is(it, "tls/testsChanged") ? List.of() : List.of(it)),
        STARTS_IN_SILENCE("tls/runStarted is first", it -> is(it, "tls/runStarted") ? List.of() : List.of(it)),
        CLAIMS_EVERY_RUN("mine says whose run it is", it -> changed(it, "tls/runStarted", "\"mine\":false", "\"mine\":true")),
        FORGETS_A_MEMBER("what is sent fits the schema", it -> changed(it, "tls/testsEnqueued", "\"why\"", "\"reason\"")),
        KNOWS_NO_ERRORS("is answered with", it -> List.of(it.replace("\"code\":-32602", "\"code\":-32603"))),
        SPEAKS_AT_LENGTH("no message is longer than 1 MiB", it -> changed(it, "tls/runFinished", "\"durationMs\"", "\"x\":\"" + "x".repeat(1 << 20) + "\",\"durationMs\"")),
        SPEAKS_ANOTHER_VERSION("protocolVersion is 1", it -> List.of(it.replace("\"protocolVersion\":1", "\"protocolVersion\":2"))),
        FORGETS_WHAT_RAN("what has ended is in last", it -> List.of(it.replace("\"last\":", "\"lost\":"))),
        LETS_EVERYBODY_DEBUG("the address is the machine's own", it -> List.of(it.replace("\"host\":\"127.0.0.1\"", "\"host\":\"0.0.0.0\""))),
        DEBUGS_IN_SILENCE("what has to come comes", it -> is(it, "tls/debuggerListening") ? List.of() : List.of(it)),
        MISCOUNTS_LINES("the lines add up to what was told of the file", it -> List.of(it.replace("\"executed\":true", "\"executed\":false"))),
        HAS_ORPHANS("a parent is told before its children", it -> List.of(it.replace("\"parent\":\"shop:app\"", "\"parent\":\"shop:lost\"")));

        private final String duty;
        private final Function<String, List<String>> bend;

        Wrong(String duty, Function<String, List<String>> bend) {
            this.duty = duty;
            this.bend = bend;
        }

        private static boolean is(String content, String method) {
            JsonObject message = JsonParser.parseString(content).getAsJsonObject();
            return message.has("method") && message.get("method").getAsString().equals(method);
        }

        private static List<String> changed(String content, String method, String from, String to) {
            return List.of(is(content, method) ? content.replace(from, to) : content);
        }
    }

    private static Wire bent(SocketChannel channel, Wrong wrong) throws IOException {
        PipedOutputStream bent = new PipedOutputStream();
        InputStream in = new PipedInputStream(bent, 1 << 16);
        Thread thread = new Thread(() -> pump(new FrameReader(ChannelStreams.input(channel)), bent, wrong), "bend");
        thread.setDaemon(true);
        thread.start();
        OutputStream out = new FilterOutputStream(ChannelStreams.output(channel)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }
        };
        return Wire.of(in, out, channel);
    }

    private static void pump(FrameReader frames, PipedOutputStream bent, Wrong wrong) {
        try (bent) {
            for (Optional<String> next = frames.next(); next.isPresent(); next = frames.next()) {
                for (String content : wrong.bend.apply(next.get())) {
                    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
                    bent.write(("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    bent.write(bytes);
                    bent.flush();
                }
            }
        } catch (IOException e) {
            // Either end was closed.
        }
    }
}
