package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that do not come up, by a {@code java} that fails some times before it is the real one. */
@DisabledOnOs(OS.WINDOWS)
class BootTest {
    @TempDir
    Path root;

    PoolFixture fixture;

    @BeforeEach
    void open() {
        fixture = new PoolFixture(root);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void oneThatIsKilledOrFindsNoRoomIsStartedAgain() throws IOException {
        fixture.java = java("kill -9 $$", 1);
        fixture.lease(Freshness.FRESH).close();
        assertThat(starts()).isEqualTo(2);
        fixture.java = java("echo 'os::commit_memory failed; error=Cannot allocate memory'; exit 1", 2);
        fixture.lease(Freshness.FRESH).close();
        assertThat(starts()).isEqualTo(3);
    }

    @Test
    void oneThatIsKilledEachTimeIsNobodysBuildFailure() throws IOException {
        fixture.java = java("kill -9 $$", 100);
        assertThatThrownBy(() -> fixture.pool.lease(Cancel.never(), fixture.spec(), Freshness.FRESH)).isInstanceOf(NoJvmException.class)
                .hasMessageContaining("exit code 137").hasMessageContaining("tried 3 times");
        assertThat(starts()).isEqualTo(3);
    }

    @Test
    void whatTheBuildDemandsIsTriedOnce() throws IOException {
        fixture.java = java("echo Unrecognized option; exit 1", 100);
        assertThatThrownBy(() -> fixture.pool.lease(Cancel.never(), fixture.spec(), Freshness.FRESH)).isExactlyInstanceOf(BootFailure.class);
        assertThat(starts()).isEqualTo(1);
    }

    private Path java(String failing, int times) throws IOException {
        Files.deleteIfExists(root.resolve("starts"));
        return Files.writeString(Files.createTempFile(root, "java", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))), """
                #!/bin/sh
                echo once >> %1$s
                if [ $(wc -l < %1$s) -le %2$d ]; then %3$s; fi
                exec %4$s "$@"
                """.formatted(root.resolve("starts"), times, failing, Path.of(System.getProperty("java.home"), "bin", "java")));
    }

    private int starts() throws IOException {
        return Files.readAllLines(root.resolve("starts")).size();
    }
}
