package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    @Test
    void readsOrRefuses() {
        check("", "");
        check("Content-Length: 2\r\n\r\n{}", "{}");
        check("content-LENGTH:2\n\n{}", "{}");
        check("Content-Length: 2\r\nContent-Type: x; charset=utf-8\r\n\r\n{}Content-Length: 1\r\n\r\n1", "{} 1");
        check("Content-Length: 0\r\n\r\n", "");
        check("Content-Length: 2\r\n\r\né", "é");
        check("Content-Length: 3\r\n\r\n{}", "! the stream ends within a message");
        check("Content-Length: 3", "! the stream ends within a header");
        check("Content-Length: 3\r\n", "! the stream ends within a header");
        check("{}\r\n\r\n", "! not a header field: '{}'");
        check("X: y\r\n\r\n", "! a header without Content-Length");
        check("\r\n\r\n", "! a header without Content-Length");
        check("Content-Length: -1\r\n\r\n", "! impossible Content-Length: '-1' (at most 33554432)");
        check("Content-Length: 33554433\r\n\r\n", "! impossible Content-Length: '33554433' (at most 33554432)");
        check("Content-Length: 9999999999999999999\r\n\r\n",
                "! impossible Content-Length: '9999999999999999999' (at most 33554432)");
        check("Content-Length: two\r\n\r\n", "! impossible Content-Length: 'two' (at most 33554432)");
        check("X: " + "y".repeat(9000), "! a header of more than 8192 bytes");
        check("X: y\r\n".repeat(2000), "! a header of more than 8192 bytes");
    }

    @Property(tries = 500)
    void readsWhatWasWritten(@ForAll List<String> contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String content : contents) {
            byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(("Content-Length: " + utf8.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(utf8);
        }
        FrameReader reader = new FrameReader(new ByteArrayInputStream(bytes.toByteArray()));
        for (String content : contents) {
            String utf8 = new String(content.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            assertThat(reader.next()).contains(utf8);
        }
        assertThat(reader.next()).isEmpty();
    }

    @Property(tries = 2000)
    void bytesOfAnyKindEndInAnOrderlyWay(@ForAll("almostFrames") String text) {
        assertThat(read(text)).isNotNull();
    }

    @Provide
    Arbitrary<String> almostFrames() {
        return Arbitraries.of(
                        "Content-Length", ":", " ", "2", "99", "-1", "\r\n", "\r\n\r\n", "\n", "{}", "é", "\0", "x",
                        "Content-Length: 2\r\n\r\n{}")
                .list().ofMaxSize(20).map(parts -> String.join("", parts));
    }

    private static void check(String in, String expected) {
        assertThat(read(in)).isEqualTo(expected);
    }

    /** The contents, joined by spaces, and what ended them: nothing, or a refusal. */
    private static String read(String in) {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
        List<String> read = new ArrayList<>();
        try {
            for (Optional<String> next = reader.next(); next.isPresent(); next = reader.next()) read.add(next.get());
        } catch (FrameReader.BadFrame | EOFException e) {
            read.add("! " + e.getMessage());
        } catch (IOException e) {
            throw new AssertionError("memory has no other errors", e);
        }
        return String.join(" ", read);
    }
}
