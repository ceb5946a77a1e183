package dev.testls.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An editor's first message, {@code initialize}, read ahead to know which workspace is meant.
 *
 * @param read the bytes that this took, which the daemon has to see
 * @param directory where the editor says that its files are; empty where it says nothing of it
 */
public record EditorStart(byte[] read, Optional<Path> directory) {
    /** Blocks until the message is there, or what can never become one. */
    public static EditorStart read(InputStream in) throws IOException {
        Echo echo = new Echo(in);
        try {
            Optional<String> message = new FrameReader(echo).next();
            return new EditorStart(echo.seen.toByteArray(), message.flatMap(EditorStart::directory));
        } catch (IOException e) {
            // The daemon will say what is wrong with it.
            return new EditorStart(echo.seen.toByteArray(), Optional.empty());
        }
    }

    private static Optional<Path> directory(String message) {
        try {
            if (!(JsonParser.parseString(message) instanceof JsonObject all) || !(all.get("params") instanceof JsonObject params)) return Optional.empty();
            JsonElement uri = params.get("rootUri");
            if (params.get("workspaceFolders") instanceof JsonArray folders && !folders.isEmpty() && folders.get(0) instanceof JsonObject first) uri = first.get("uri");
            if (uri == null || !uri.isJsonPrimitive()) return Optional.empty();
            return Optional.of(Path.of(URI.create(uri.getAsString())));
        } catch (JsonSyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Remembers what is read from it. */
    private static final class Echo extends InputStream {
        private final InputStream in;
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

        Echo(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int octet = in.read();
            if (octet >= 0) seen.write(octet);
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (count > 0) seen.write(buffer, offset, count);
            return count;
        }
    }
}
