package dev.testls.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.testls.conformance.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An editor that knows LSP and nothing of tls, over {@code tls lsp}. For one thread. */
final class Editor implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final Wire wire;
    private final DataInputStream in;
    private int lastId;

    private Editor(Wire wire) {
        this.wire = wire;
        this.in = new DataInputStream(wire.in());
    }

    static Editor open(Workspace workspace) {
        try {
            Editor editor = new Editor(bridge(workspace));
            editor.ask("initialize", "{'capabilities':{'general':{'positionEncodings':['utf-8','utf-16']}}}");
            editor.tell("initialized", "{}");
            return editor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One process {@code tls lsp}, which ends when its standard input does. */
    static Wire bridge(Workspace workspace) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Tls.command().toString(), "lsp").directory(workspace.path().toFile())
                .redirectError(workspace.beside("lsp.err").toFile());
        builder.environment().put("TLS_HOME", workspace.home().toString());
        Process process = builder.start();
        // Who reads from a pipe cannot be interrupted.
        CompletableFuture.delayedExecutor(Tls.PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return Wire.of(process.getInputStream(), process.getOutputStream(), () -> {
            process.getOutputStream().close();
            process.waitFor();
        });
    }

    /** The result of a request; single quotes stand for double ones. */
    JsonNode ask(String method, String params) throws IOException {
        int id = ++lastId;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params.replace('\'', '"') + "}");
        return until(it -> !it.has("method") && it.path("id").asInt() == id).path("result");
    }

    void tell(String method, String params) throws IOException {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params.replace('\'', '"') + "}");
    }

    /** The params of the next notification of that kind that fits. */
    JsonNode hear(String method, Predicate<JsonNode> fits) throws IOException {
        return until(it -> it.path("method").asText().equals(method) && fits.test(it.path("params"))).path("params");
    }

    String quoted(String text) throws IOException {
        return json.writeValueAsString(text);
    }

    static String uri(Path file) {
        return file.toUri().toString();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private void send(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        wire.out().write(("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        wire.out().write(bytes);
        wire.out().flush();
    }

    private JsonNode until(Predicate<JsonNode> fits) throws IOException {
        while (true) {
            StringBuilder header = new StringBuilder();
            while (header.indexOf("\r\n\r\n") < 0) header.append((char) in.readUnsignedByte());
            byte[] content = new byte[Integer.parseInt(header.toString().replaceAll("\\D", ""))];
            in.readFully(content);
            JsonNode message = json.readTree(content);
            if (message.has("error")) throw new AssertionError("the daemon refuses: " + message);
            if (fits.test(message)) return message;
        }
    }
}
