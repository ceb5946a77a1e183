package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden exchanges of the specification, played against the real server: what it answers is what stands there. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../../protocol-spec/examples");

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "exec", "exec-cancel", "exec-keys", "stop", "errors"})
    void isAnsweredAsTheSpecificationSays(String name) throws IOException {
        JsonObject file = JsonParser.parseString(Files.readString(EXAMPLES.resolve(name + ".json"))).getAsJsonObject();
        try (TestServer server = new TestServer(); TestServer.TestClient client = server.client()) {
            for (var step : file.getAsJsonArray("exchange")) {
                JsonObject message = step.getAsJsonObject();
                if (message.has("client")) {
                    client.send(message.get("client").toString().replace("'", "\\u0027"));
                } else {
                    assertThat(client.receive()).isEqualTo(message.get("server"));
                }
            }
        }
    }
}
