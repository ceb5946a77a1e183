package dev.testls.rpc;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads messages of the LSP base protocol from bytes that anybody may have written.
 *
 * <p>Takes no more memory than the peer has sent bytes for: a large {@code Content-Length} alone costs nothing.
 */
final class FrameReader {
    /** A message that is longer than any that makes sense: an editor's buffer, a shell's environment. */
    static final int MAX_CONTENT = 32 << 20;
    /** All header fields of a message together. */
    static final int MAX_HEADER = 8 << 10;

    private final InputStream in;
    private int maxContent = MAX_CONTENT;
    private long messages;
    /** Which message has begun and not ended; zero: none. Any thread looks. */
    private volatile long begun;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * The content of the next message; empty at the end of the stream.
     *
     * @throws BadFrame when what follows is none; the stream cannot be read any further
     * @throws EOFException when the stream ends within a message
     */
    Optional<String> next() throws IOException {
        try {
            return message();
        } finally {
            begun = 0;
        }
    }

    /** From now on a message may be that long. */
    void accept(int content) {
        maxContent = content;
    }

    /** The number of the message that has begun and not ended; zero: none. Any thread. */
    long begun() {
        return begun;
    }

    private Optional<String> message() throws IOException {
        int length = -1;
        int headerBytes = 0;
        while (true) {
            Optional<String> line = line(MAX_HEADER - headerBytes);
            if (line.isEmpty()) {
                if (headerBytes == 0) return Optional.empty();
                throw new EOFException("the stream ends within a header");
            }
            headerBytes += line.get().length() + 1;
            String field = line.get().stripTrailing();
            if (field.isEmpty()) break;
            int colon = field.indexOf(':');
            if (colon < 1) throw new BadFrame("not a header field: " + excerpt(field));
            if (field.substring(0, colon).strip().equalsIgnoreCase("Content-Length")) {
                length = contentLength(field.substring(colon + 1).strip());
            }
        }
        if (length < 0) throw new BadFrame("a header without Content-Length");
        byte[] content = in.readNBytes(length);
        if (content.length < length) throw new EOFException("the stream ends within a message");
        return Optional.of(new String(content, StandardCharsets.UTF_8));
    }

    private int contentLength(String value) throws BadFrame {
        boolean digits = !value.isEmpty() && value.length() <= 9 && value.chars().allMatch(c -> '0' <= c && c <= '9');
        int length = digits ? Integer.parseInt(value) : -1;
        if (length < 0 || length > maxContent) {
            throw new BadFrame("impossible Content-Length: " + excerpt(value) + " (at most " + maxContent + ")");
        }
        return length;
    }

    /** A line without its line feed; empty when the stream ends before its first byte. */
    private Optional<String> line(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.size() == 0) return Optional.empty();
            if (b < 0) throw new EOFException("the stream ends within a header");
            if (begun == 0) begun = ++messages;
            if (line.size() == limit) throw new BadFrame("a header of more than " + MAX_HEADER + " bytes");
            line.write(b);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
    }

    private static String excerpt(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return "'" + printable.substring(0, Math.min(40, printable.length())) + "'";
    }

    /** What was read is no message, and nothing tells where the next one begins. */
    static final class BadFrame extends IOException {
        BadFrame(String message) {
            super(message);
        }
    }
}
