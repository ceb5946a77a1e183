package dev.testls.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The protocol's {@code schema.json}. */
final class Schema {
    private final ObjectMapper jackson = new ObjectMapper();
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<String, JsonSchema> definitions = new ConcurrentHashMap<>();
    private final JsonNode whole;

    Schema() throws IOException {
        try (InputStream in = Schema.class.getResourceAsStream("schema.json")) {
            whole = jackson.readTree(in);
        }
    }

    /** Holds params, or the result of an answer to {@code asked}, against what the method's page says. */
    void check(JsonObject message, String asked, Violations violations) {
        violations.check("transport", "a message says jsonrpc 2.0", message.has("jsonrpc") && message.get("jsonrpc").getAsString().equals("2.0"), message);
        if (message.has("error")) {
            boolean whole = message.get("error").isJsonObject() && message.getAsJsonObject("error").has("code") && message.getAsJsonObject("error").has("message");
            violations.check("errors", "an error has a code and a message", whole, message);
            return;
        }
        boolean answer = !message.has("method");
        String method = answer ? asked : message.get("method").getAsString();
        JsonNode call = whole.get("methods").get(method);
        if (call == null) {
            violations.check("errors", "the server sends no method of tls/ that no page has", !method.startsWith("tls/"), method);
            return;
        }
        JsonNode reference = call.get(answer ? "result" : "params");
        JsonElement content = message.get(answer ? "result" : "params");
        if (reference == null) return;
        try {
            JsonNode value = jackson.readTree(content == null ? "{}" : content.toString());
            definition(reference.get("$ref").asText()).validate(value)
                    .forEach(it -> violations.check(method, "what is sent fits the schema", false, it.getMessage()));
            violations.check(method, "what is sent fits the schema", true, "");
        } catch (IOException e) {
            throw new IllegalStateException("what Gson wrote cannot be read", e);
        }
    }

    private JsonSchema definition(String reference) {
        return definitions.computeIfAbsent(reference, it -> {
            ObjectNode root = whole.deepCopy();
            root.put("$ref", it);
            return factory.getSchema(root);
        });
    }
}
