package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden exchanges of the specification, played against the real server: what it answers is what stands there. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../../protocol-spec/examples");

    /** Stands as RUN in the examples. */
    private static final Pattern RANDOM_ID = Pattern.compile("\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"");

    @ParameterizedTest
    @ValueSource(strings = {
        "initialize", "exec", "exec-cancel", "exec-keys", "stop", "errors", "discover", "tests-changed", "run", "run-errors", "run-cancel",
        "run-continuous", "run-broken", "debug", "coverage", "affected", "why", "status", "synchronize", "confirmed", "lsp"})
    void isAnsweredAsTheSpecificationSays(String name) throws IOException {
        JsonObject file = JsonParser.parseString(Files.readString(EXAMPLES.resolve(name + ".json"))).getAsJsonObject();
        try (TestServer server = new TestServer(name); TestServer.TestClient client = server.client()) {
            for (var step : file.getAsJsonArray("exchange")) {
                JsonObject message = step.getAsJsonObject();
                if (message.has("client")) {
                    client.send(message.get("client").toString().replace("'", "\\u0027"));
                } else {
                    assertThat(next(client, message.getAsJsonObject("server"))).isEqualTo(message.get("server"));
                }
            }
        }
    }

    /** How often the status or a run's progress is told between two other messages is nobody's promise. */
    private static JsonObject next(TestServer.TestClient client, JsonObject expected) throws IOException {
        JsonObject message = client.receive();
        while (isStatus(message) && !isStatus(expected)) message = client.receive();
        return JsonParser.parseString(RANDOM_ID.matcher(message.toString()).replaceAll("\"RUN\"")).getAsJsonObject();
    }

    private static boolean isStatus(JsonObject message) {
        if (!message.has("method")) return false;
        return switch (message.get("method").getAsString()) {
            case "tls/statusChanged" -> true;
            case "$/progress" -> message.getAsJsonObject("params").getAsJsonObject("value").get("kind").getAsString().equals("report");
            default -> false;
        };
    }
}
