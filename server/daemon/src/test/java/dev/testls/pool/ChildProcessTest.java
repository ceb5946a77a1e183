package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs of this test are shell scripts")
class ChildProcessTest {
    @TempDir Path temp;

    private final List<String> lines = new ArrayList<>();

    @Test
    void tellsLinesAndExitCodeAndInheritsNothing() throws IOException {
        int exitCode = run(Cancel.never(), "echo \"$A $HOME.\"; echo oops >&2; read answer || echo no input; exit 3");
        assertThat(exitCode).isEqualTo(3);
        assertThat(lines).containsExactly("b .", "oops", "no input");
    }

    @Test
    void cancellingEndsTheWholeTree() throws IOException {
        Cancel cancel = Cancel.never();
        List<Optional<ProcessHandle>> started = new ArrayList<>();
        ChildProcess.run(cancel, shell("sleep 600 & echo $!; wait"), temp, System.getenv(), line -> {
            started.add(ProcessHandle.of(Long.parseLong(line)));
            cancel.request();
        });
        assertThat(started).hasSize(1);
        started.get(0).ifPresent(grandchild -> grandchild.onExit().join());
    }

    @Test
    void aProgramThatIsNotThereIsAnException() {
        assertThatThrownBy(() -> ChildProcess.run(Cancel.never(), List.of("/nowhere/mvn"), temp, Map.of(), lines::add))
                .isInstanceOf(IOException.class).hasMessageContaining("/nowhere/mvn");
    }

    private int run(Cancel cancel, String script) throws IOException {
        return ChildProcess.run(cancel, shell(script), temp, Map.of("A", "b"), lines::add);
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }
}
