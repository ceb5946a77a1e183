package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.oracle.Comparison;
import dev.testls.oracle.Known;
import dev.testls.oracle.MavenTest;
import dev.testls.oracle.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test by test, {@code tls run} and {@code mvn test} say the same. */
class AgreesWithMavenTest {
    @TempDir Path directory;

    @Test
    void onTheExample() throws IOException, InterruptedException {
        check(Workspace.repository().resolve("examples/shop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jupiter", "junit4", "vintage", "testng", "lombok", "mapstruct", "test-jar", "shared-root", "processors", "modules", "parameters", "kotlin", "spock", "scala"})
    void onAnOddProject(String name) throws IOException, InterruptedException {
        check(Workspace.repository().resolve("bench/projects").resolve(name));
    }

    /** A package, a file and a whole root lie elsewhere, and the workspace itself is named by a link. */
    @Test
    void onSourcesBehindLinks() throws IOException, InterruptedException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            Path elsewhere = Files.createDirectory(shop.beside("elsewhere"));
            move(shop.path().resolve("checkout/src/main/java"), elsewhere.resolve("main"));
            move(shop.path().resolve("catalog/src/test/java/shop/catalog/MoneyTest.java"), elsewhere.resolve("MoneyTest.java"));
            Files.createDirectory(elsewhere.resolve("q"));
            Files.writeString(elsewhere.resolve("q/LinkedTest.java"), "package q; class LinkedTest { @org.junit.jupiter.api.Test void linked() {} }");
            Path tests = shop.path().resolve("catalog/src/test/java");
            Files.createSymbolicLink(tests.resolve("q"), tests.relativize(elsewhere.resolve("q")));
            Path link = Files.createSymbolicLink(shop.beside("link"), shop.path());

            check(shop, maven(shop), Known.read(Workspace.repository().resolve("bench/known"), "shop"), "auto");
            for (String test : List.of("catalog/src/test/java/q/LinkedTest.java", "catalog/src/test/java/shop/catalog/MoneyTest.java")) {
                Tls.start(link, shop.beside("logs"), Map.of("TLS_HOME", shop.home().toString()), "run", test).ended().exits(0).doesNotSay("no test");
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to);
        Files.createSymbolicLink(from, from.getParent().relativize(to));
    }

    /** A real one, rebuilt from what it released. */
    @Test
    void onCommonsCsv() throws IOException, InterruptedException {
        Path project = directory.resolve("commons-csv");
        Process rebuild = new ProcessBuilder(
                Workspace.repository().resolve("bench/real-project").toString(),
                "org.apache.commons:commons-csv:1.14.0", project.toString()).inheritIO().start();
        assertThat(rebuild.waitFor()).isZero();
        check(project);
    }

    private void check(Path project) throws IOException, InterruptedException {
        Known known = Known.read(Workspace.repository().resolve("bench/known"), project.getFileName().toString());
        try (Workspace workspace = Workspace.copyOf(project)) {
            Reports expected = maven(workspace);
            for (String isolation : List.of("fresh", "auto", "auto")) check(workspace, expected, known, isolation);
        }
    }

    private void check(Workspace workspace, Reports expected, Known known, String isolation) throws IOException {
        Path reports = Files.createTempDirectory(directory, isolation);
        Tls.Ended ended = workspace.tls("run", "--isolation", isolation, "--junit-xml", reports.toString());

        assertThat(Comparison.between(expected, Reports.read(reports), known).unknown())
                .as("differences in %s, in a run that said\n%s%s", isolation, ended.out(), ended.err())
                .isEmpty();
        boolean red = expected.totals().failed() + expected.totals().errors() > 0;
        ended.exits(red ? 1 : 0);
    }

    /** Maven runs in the copy that is then tested; what it built is deleted before. */
    private Reports maven(Workspace workspace) throws IOException, InterruptedException {
        Path reports = directory.resolve("maven");
        MavenTest.run(List.of("mvn"), workspace.path(), reports);
        workspace.clean();
        return Reports.read(reports);
    }
}
