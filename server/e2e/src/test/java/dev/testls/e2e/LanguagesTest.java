package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A module with Kotlin in it, edited, broken and mended; its compiler is the real one. */
class LanguagesTest {
    private static final String TWO = "src/main/kotlin/odd/Two.kt";
    private static final String TEST = "src/test/kotlin/odd/TwoTest.kt";

    @Test
    void kotlinIsRunAsItStands() throws IOException {
        try (Workspace project = Workspace.of("bench/projects/kotlin")) {
            project.run("TwoTest#isRed").exits(1).says("src/test/kotlin/odd/TwoTest.kt:21", "expected: <3> but was: <2>");
            project.run(TEST + ":16").exits(0).told("odd.TwoTest#is said with spaces passed");

            project.edit(TWO, "One.one() + 1", "One.one() + 2");
            project.run("TwoTest#isRed", "JavaTest").exits(1).told("odd.TwoTest#isRed passed", "odd.JavaTest#isTwo failed");
            assertThat(project.run("--affected").exits(1).events().endings()).as("TwoTest has run but for one test").isNotEmpty();

            project.edit(TWO, "One.one() + 2", "One.one() + nope");
            Workspace.Run broken = project.run().exits(2).says("src/main/kotlin/odd/Two.kt:4:", "nope", "NOT RUN odd.JavaTest", "NOT RUN odd.TwoTest");
            assertThat(broken.events().endings()).isEmpty();

            project.edit(TWO, "One.one() + nope", "One.one() + 1");
            Files.delete(project.path().resolve(TEST));
            assertThat(project.run().exits(0).told("odd.JavaTest#isTwo passed").events().endings()).hasSize(1);
            try (Stream<Path> made = Files.walk(project.path().resolve("target"))) {
                assertThat(made.filter(Files::isRegularFile)).as("the build's directories are made, empty").isEmpty();
            }

            try (Watching watch = Watching.start(project, "watch")) {
                watch.awaits("none red of ");
                project.edit(TWO, "One.one() + 1", "One.one() + nope");
                watch.awaits("Two.kt:4:");
                assertThat(watch.next("waiting for a change")).contains(" not run").doesNotContain("none red");
                project.edit(TWO, "One.one() + nope", "One.one() + 1");
                watch.awaits("none red of ");
            }
        }
    }
}
