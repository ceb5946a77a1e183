package dev.testls.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Roots and rendezvous of the specification's golden cases, which the native client is tested with, too. */
class GoldenPlacesTest {
    private static final Path EXAMPLES = Path.of("../../protocol-spec/examples");

    @TempDir
    private Path temporary;

    @TestFactory
    Iterable<DynamicTest> workspaceRoots() throws IOException {
        return cases("workspace-root", (name, it) -> {
            Path base = Files.createDirectory(temporary.toRealPath().resolve(name));
            for (JsonNode entry : it.get("tree")) plant(base, entry.asText());
            assertThat(WorkspaceRoot.of(base.resolve(it.get("directory").asText())))
                    .isEqualTo(base.resolve(it.get("root").asText()));
        });
    }

    @TestFactory
    Iterable<DynamicTest> rendezvous() throws IOException {
        return cases("rendezvous", (name, it) -> {
            Path runtime = Files.createTempDirectory(Path.of("/tmp"), "tls");
            try {
                Map<String, String> environment = new HashMap<>();
                it.get("environment").fields().forEachRemaining(variable -> environment.put(
                        variable.getKey(), variable.getValue().asText().replace("RUNTIME", runtime.toString())));
                String told;
                try {
                    Rendezvous place = Rendezvous.of(Path.of(it.get("root").asText()), environment);
                    told = place.socket() + " " + place.state();
                } catch (Refusal e) {
                    told = e.getMessage();
                }
                String expected = it.has("error")
                        ? it.get("error").asText() : it.get("socket").asText() + " " + it.get("state").asText();
                assertThat(told).isEqualTo(expected.replace("RUNTIME", runtime.toString()));
            } finally {
                Files.delete(runtime);
            }
        });
    }

    private static void plant(Path base, String entry) throws IOException {
        String[] link = entry.split(" -> ");
        Path at = base.resolve(link[0]);
        Files.createDirectories(at.getParent());
        if (link.length == 2) {
            Files.createSymbolicLink(at, base.resolve(link[1]));
        } else if (entry.endsWith("/")) {
            Files.createDirectories(at);
        } else {
            Files.createFile(at);
        }
    }

    private static Iterable<DynamicTest> cases(String file, Check check) throws IOException {
        JsonNode cases = new ObjectMapper().readTree(EXAMPLES.resolve(file + ".json").toFile()).get("cases");
        assertThat(cases).isNotEmpty();
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode it : cases) {
            String name = it.get("name").asText();
            tests.add(DynamicTest.dynamicTest(name, () -> check.run(name, it)));
        }
        return tests;
    }

    private interface Check {
        void run(String name, JsonNode it) throws Exception;
    }
}
