package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BootCommandTest {
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    @Test
    void whatKeepsContextsIsNotCompiledTwice() throws IOException {
        assertThat(arguments(Freshness.WARM, "/lib/spring-test-7.0.5.jar")).contains(FIRST_COMPILER);
        assertThat(arguments(Freshness.WARM, "/lib/commons-lang3-3.20.0.jar")).doesNotContain(FIRST_COMPILER);
    }

    @Test
    void aFreshJvmIsStartedAsABuildsIs() throws IOException {
        assertThat(arguments(Freshness.FRESH, "/lib/spring-test-7.0.5.jar")).doesNotContain(FIRST_COMPILER);
    }

    @Test
    void theBuildsOwnArgumentsWin() throws IOException {
        assertThat(arguments(Freshness.WARM, "/lib/spring-test-7.0.5.jar", "-XX:TieredStopAtLevel=4")).containsSubsequence(FIRST_COMPILER, "-XX:TieredStopAtLevel=4");
    }

    private static List<String> arguments(Freshness freshness, String library, String... ofBuild) throws IOException {
        WorkerSpec spec = new WorkerSpec(Path.of("java"), List.of(ofBuild), List.of(Path.of(library)), List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>(),
                Path.of("."), true);
        return new BootCommand(spec, freshness, BootCommand.Manner.PLAIN, Path.of("worker.jar"), Path.of("state")).arguments();
    }
}
