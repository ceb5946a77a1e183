package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which code tests execute, in the modules that are tested and in those below. */
class CoverageTest {
    @Test
    void tellsFilesOfTestedModulesAndOfOthersThatRan() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            Path reports = shop.beside("reports");
            Workspace.Run run = shop.run("--coverage-report", reports.toString(), "MoneyTest", "BasketTest").exits(0);

            Map<String, String> lines = new TreeMap<>();
            JsonNode found = run.events().coverage();
            for (JsonNode file : found.path("files")) {
                String name = Path.of(file.path("file").asText()).getFileName().toString();
                lines.put(name, file.path("lines").path("covered").asInt() + "/" + file.path("lines").path("total").asInt());
                if (name.equals("Basket.java")) {
                    assertThat(file.path("tests")).extracting(JsonNode::asText).contains("shop:checkout/shop.checkout.BasketTest#addsUp()")
                            .noneMatch(it -> it.contains("MoneyTest"));
                }
            }
            assertThat(lines).containsEntry("Basket.java", "12/12").containsEntry("Money.java", "13/14").containsEntry("Receipt.java", "0/6");
            assertThat(reports.resolve("index.html")).isNotEmptyFile();
            assertThat(reports.resolve("jacoco.xml")).content().contains("sourcefilename=\"Basket.java\"");
            run.says("all", reports.resolve("index.html").toString());

            // What such a run does in JVMs of its own changes nothing for the next one.
            shop.run("BasketTest").exits(0);
        }
    }
}
