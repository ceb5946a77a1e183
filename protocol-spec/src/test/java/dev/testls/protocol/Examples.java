package dev.testls.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The golden exchanges, message by message. */
final class Examples {
    private static final int INVALID_PARAMS = -32602;

    private Examples() {}

    /**
     * A message of an example.
     *
     * @param method its own; of an answer, the request's
     * @param asIntended whether it keeps to the pages: not a request that is answered with {@code InvalidParams}, nor anything of {@code errors.json}
     */
    record Told(String file, JsonObject message, String method, boolean asIntended) {
        /** Its params or its result. */
        Optional<JsonElement> content() {
            return Optional.ofNullable(message.get(message.has("method") ? "params" : "result")).filter(it -> !it.isJsonNull());
        }

        boolean isAnswer() {
            return !message.has("method");
        }

        @Override
        public String toString() {
            return file + " " + method + (isAnswer() ? " answer" : "");
        }
    }

    static List<Told> all() {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.sorted().flatMap(file -> of(file).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Told> of(Path file) {
        JsonObject example;
        try {
            example = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!example.has("exchange")) return List.of();
        List<JsonObject> messages = new ArrayList<>();
        example.getAsJsonArray("exchange").forEach(step -> step.getAsJsonObject().asMap().values().forEach(it -> messages.add(it.getAsJsonObject())));
        boolean ofErrors = file.endsWith("errors.json");
        Map<JsonElement, String> methods = new HashMap<>();
        Map<JsonElement, Boolean> refused = new HashMap<>();
        for (JsonObject message : messages) {
            if (message.has("method") && message.has("id")) methods.put(message.get("id"), message.get("method").toString());
            if (message.has("error")) refused.put(message.get("id"), message.getAsJsonObject("error").get("code").getAsInt() == INVALID_PARAMS);
        }
        return messages.stream().map(it -> {
            String method = it.has("method") ? it.get("method").getAsString() : methods.getOrDefault(it.get("id"), "\"\"").replace("\"", "");
            boolean refusedRequest = it.has("method") && it.has("id") && refused.getOrDefault(it.get("id"), false);
            return new Told(file.getFileName().toString(), it, method, !refusedRequest && !ofErrors);
        }).toList();
    }
}
