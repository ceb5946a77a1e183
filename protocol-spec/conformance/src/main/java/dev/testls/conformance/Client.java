package dev.testls.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One client of the server under examination. Every message that it receives is held against the schema. */
final class Client implements AutoCloseable {
    private static final JsonObject CLOSED = new JsonObject();
    private static final int MAX_MESSAGE = 1 << 20;

    private final Wire wire;
    private final Violations violations;
    private final Schema schema;
    private final Duration patience;
    private final BlockingQueue<JsonObject> arrived = new LinkedBlockingQueue<>();
    private final Map<Integer, String> methods = new HashMap<>();
    /** What arrived and was looked at, in order. */
    private final List<JsonObject> seen = new ArrayList<>();
    private int lastId;

    Client(Wire wire, Violations violations, Schema schema, Duration patience) {
        this.wire = wire;
        this.violations = violations;
        this.schema = schema;
        this.patience = patience;
        Thread thread = new Thread(this::read, "conformance");
        thread.setDaemon(true);
        thread.start();
    }

    /** The answer to a request: a message with {@code result} or {@code error}. */
    JsonObject ask(String method, String params) throws IOException, NoAnswer {
        int id = send(method, params);
        return answerTo(id, method);
    }

    int send(String method, String params) throws IOException {
        int id = ++lastId;
        synchronized (methods) {
            methods.put(id, method);
        }
        sendContent("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"" + (params.isEmpty() ? "" : ",\"params\":" + params) + "}");
        return id;
    }

    JsonObject answerTo(int id, String method) throws NoAnswer {
        return until("an answer to " + method, it -> !it.has("method") && it.has("id") && it.get("id").toString().equals(Integer.toString(id)));
    }

    void sendContent(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        sendBytes("Content-Length: " + bytes.length + "\r\n\r\n");
        wire.out().write(bytes);
        wire.out().flush();
    }

    void sendBytes(String bytes) throws IOException {
        wire.out().write(bytes.getBytes(StandardCharsets.UTF_8));
        wire.out().flush();
    }

    /** The next message that fits; those before it are kept in {@link #seen}. */
    JsonObject until(String what, Predicate<JsonObject> fits) throws NoAnswer {
        while (true) {
            JsonObject next = next().orElseThrow(() -> new NoAnswer("nothing came while waiting for " + what));
            if (next == CLOSED) throw new NoAnswer("the connection was closed while waiting for " + what);
            seen.add(next);
            if (fits.test(next)) return next;
        }
    }

    /** Whether the server closes the connection; what comes before is passed over. */
    boolean isClosed() {
        for (Optional<JsonObject> next = next(); next.isPresent(); next = next()) {
            if (next.get() == CLOSED) return true;
        }
        return false;
    }

    /** What was looked at since {@code from}. */
    List<JsonObject> seen(int from) {
        return List.copyOf(seen.subList(from, seen.size()));
    }

    int seen() {
        return seen.size();
    }

    static String method(JsonObject message) {
        return message.has("method") ? message.get("method").getAsString() : "";
    }

    static Optional<String> text(JsonObject message, String member) {
        JsonElement params = message.get("params");
        boolean there = params != null && params.isJsonObject() && params.getAsJsonObject().has(member) && params.getAsJsonObject().get(member).isJsonPrimitive();
        return there ? Optional.of(params.getAsJsonObject().get(member).getAsString()) : Optional.empty();
    }

    static Optional<Integer> error(JsonObject answer) {
        return answer.has("error") ? Optional.of(answer.getAsJsonObject("error").get("code").getAsInt()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private Optional<JsonObject> next() {
        try {
            return Optional.ofNullable(arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void read() {
        try {
            for (Optional<String> content = frame(wire.in()); content.isPresent(); content = frame(wire.in())) take(content.get());
        } catch (IOException e) {
            // Closed in whatever way.
        } finally {
            arrived.add(CLOSED);
        }
    }

    private void take(String content) {
        int bytes = content.getBytes(StandardCharsets.UTF_8).length;
        violations.check("transport", "no message is longer than 1 MiB", bytes <= MAX_MESSAGE, bytes);
        JsonObject message;
        try {
            message = JsonParser.parseString(content).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            violations.check("transport", "each content is a JSON object", false, content);
            return;
        }
        String asked = "";
        if (!message.has("method") && message.has("id") && message.get("id").isJsonPrimitive() && message.get("id").getAsJsonPrimitive().isNumber()) {
            synchronized (methods) {
                asked = methods.getOrDefault(message.get("id").getAsInt(), "");
            }
        }
        schema.check(message, asked, violations);
        arrived.add(message);
    }

    /** The content of the next frame; empty at the end. */
    private static Optional<String> frame(InputStream in) throws IOException {
        int length = -1;
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != '\n') {
                line.append((char) b);
                continue;
            }
            String field = line.toString().strip();
            line.setLength(0);
            if (field.isEmpty()) return length < 0 ? Optional.empty() : Optional.of(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            if (field.regionMatches(true, 0, "Content-Length:", 0, 15)) length = Integer.parseInt(field.substring(15).strip());
        }
        return Optional.empty();
    }

    /** What the pages promise did not come. */
    static final class NoAnswer extends Exception {
        NoAnswer(String message) {
            super(message);
        }
    }
}
