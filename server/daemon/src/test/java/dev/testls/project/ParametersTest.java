package dev.testls.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Each parameter that Surefire, Failsafe and the compiler plugin have had has a row in the extension's {@code parameters.txt}.
 * {@code bench/parameters} writes anew which there are; with {@code -Dupdate} the page in {@code docs} is written anew.
 */
class ParametersTest {
    private static final Path PAGE = Path.of("../../docs/parameters.md");
    private static final String WHAT = "honoured|no effect|(honoured but )?told( with [A-Z0-9_ ]+?)?( for .+)?( but for .+)?";

    @Test
    void everyParameterHasARowAndEveryRowAParameter() throws IOException {
        List<String> missing = descriptors().stream().filter(it -> row(it).isEmpty()).map(Descriptor::toString).toList();
        assertThat(missing).as("parameters without a row in parameters.txt: is each honoured, without effect or told?").isEmpty();
        List<String> needless = rows().stream().filter(row -> descriptors().stream().noneMatch(row::isOf)).map(Row::toString).toList();
        assertThat(needless).as("rows in parameters.txt of what no release has").isEmpty();
    }

    @Test
    void aRowSaysWhatItMeans() {
        assertThat(rows()).hasSizeGreaterThan(100).allSatisfy(row -> {
            assertThat(row.what).as(row.toString()).matches(WHAT);
            assertThat(row.why).as(row.toString()).isNotBlank();
        });
        assertThat(rows().stream().map(row -> row.plugin + " " + row.parameter)).doesNotHaveDuplicates();
    }

    @Test
    void thePageTellsOfThem() throws IOException {
        String page = page();
        if (System.getProperty("update") != null) Files.writeString(PAGE, page);
        assertThat(Files.readString(PAGE)).as("%s is stale: run this test with -Dupdate", PAGE).isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Parameters of the build

                What a pom can tell Surefire, Failsafe and the compiler plugin, and what tls does with it. *Honoured*: an outcome is what it
                is with Maven. *No effect*: it changes no outcome of a test. *Told*: tls does not do it, and says so where a pom sets it to
                something else than its default, once in `tls run` and always in `tls doctor`.

                This page is written by a test, from the descriptors of the releases that it names. Do not edit it; see
                [CONTRIBUTING.md](../CONTRIBUTING.md).

                """);
        lines("descriptors.txt").stream().filter(it -> it.matches("# \\w+: .*")).forEach(it -> page.append("- ").append(it.substring(2)).append('\n'));
        page.append("\n| plugin | parameter | releases | what tls does | why |\n|---|---|---|---|---|\n");
        for (Descriptor it : descriptors()) {
            Row row = row(it).orElse(new Row(it.plugin, it.parameter, "", ""));
            page.append("| ").append(it.plugin).append(" | `").append(it.parameter).append("` | ").append(it.releases()).append(" | ").append(row.what).append(" | ")
                    .append(row.why).append(" |\n");
        }
        return page.toString();
    }

    private static Optional<Row> row(Descriptor descriptor) {
        return rows().stream().filter(row -> row.isOf(descriptor)).findFirst();
    }

    private static List<Descriptor> descriptors() {
        List<Descriptor> all = new ArrayList<>();
        for (String line : lines("descriptors.txt")) {
            if (line.startsWith("#")) continue;
            String[] words = line.split(" ");
            all.add(new Descriptor(words[0], words[1], words[2], words[3]));
        }
        assertThat(all).hasSizeGreaterThan(200);
        return all;
    }

    private static List<Row> rows() {
        List<Row> all = new ArrayList<>();
        for (String line : lines("/dev/testls/maven/parameters.txt")) {
            if (line.isEmpty() || line.startsWith("#")) continue;
            String[] columns = line.split(" \\| ");
            assertThat(columns).as(line).hasSize(4);
            all.add(new Row(columns[0], columns[1], columns[2], columns[3]));
        }
        return all;
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(ParametersTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** @param last release that has it; {@code -}: the newest */
    private record Descriptor(String plugin, String parameter, String first, String last) {
        String releases() {
            return first + " –" + (last.equals("-") ? "" : " " + last);
        }
    }

    private record Row(String plugin, String parameter, String what, String why) {
        boolean isOf(Descriptor it) {
            return plugin.equals(it.plugin) && (parameter.equals("*") || parameter.equals(it.parameter));
        }
    }
}
