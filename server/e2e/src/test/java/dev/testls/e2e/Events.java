package dev.testls.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --json} wrote. */
record Events(List<JsonNode> all) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Nothing, where there is no such file: a call that was refused writes none. */
    static Events read(Path file) {
        List<JsonNode> all = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) all.add(MAPPER.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Events(List.copyOf(all));
    }

    private List<JsonNode> named(String name) {
        return all.stream().filter(event -> event.path("event").asText().equals(name)).toList();
    }

    /** Of each test, {@code shop.MoneyTest#adds passed}: class, method without parameters, outcome. */
    List<String> endings() {
        return named("testFinished").stream().map(event -> {
            JsonNode test = event.path("test");
            String method = test.path("method").asText().replaceFirst("\\(.*", "");
            return test.path("class").asText() + "#" + method + " " + event.path("outcome").asText();
        }).toList();
    }

    List<String> phases() {
        return named("phaseStarted").stream().map(event -> event.path("phase").asText()).toList();
    }

    /** How many files the run compiled. */
    int compiledFiles() {
        return named("compiled").stream().mapToInt(event -> event.path("files").asInt()).sum();
    }

    /** What a run with coverage found. */
    JsonNode coverage() {
        return named("coverageFound").get(0);
    }

    /** The last event of every run that started. */
    JsonNode finished() {
        return named("runFinished").get(0);
    }
}
