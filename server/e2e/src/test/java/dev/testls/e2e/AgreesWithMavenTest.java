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
            for (String isolation : List.of("fresh", "auto", "auto")) {
                Path reports = Files.createTempDirectory(directory, isolation);
                Tls.Ended ended = workspace.tls("run", "--isolation", isolation, "--junit-xml", reports.toString());

                assertThat(Comparison.between(expected, Reports.read(reports), known).unknown())
                        .as("differences in %s, in a run that said\n%s%s", isolation, ended.out(), ended.err())
                        .isEmpty();
                boolean red = expected.totals().failed() + expected.totals().errors() > 0;
                ended.exits(red ? 1 : 0);
            }
        }
    }

    /** Maven runs in the copy that is then tested; what it built is deleted before. */
    private Reports maven(Workspace workspace) throws IOException, InterruptedException {
        Path reports = directory.resolve("maven");
        MavenTest.run(List.of("mvn"), workspace.path(), reports);
        workspace.clean();
        return Reports.read(reports);
    }
}
