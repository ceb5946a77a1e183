package dev.testls.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RendezvousTest {
    @TempDir
    private Path temporary;

    @Test
    void makesDirectoriesForThisUserAlone() throws Exception {
        Rendezvous rendezvous = at(temporary.resolve("new/er"));
        rendezvous.prepare();
        rendezvous.prepare();
        for (Path directory : new Path[] {rendezvous.run(), rendezvous.state()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
        }
    }

    @Test
    void refusesWhatOthersMayEnter() throws IOException {
        Path run = Files.createDirectory(temporary.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-x---"));
        check(temporary, run + " is open to others. Run: chmod 700 " + run);
    }

    @Test
    void refusesWhatIsNoDirectory() throws IOException {
        Path run = Files.createFile(temporary.resolve("run"));
        check(temporary, run + " is not a directory. Remove it, or set TLS_HOME to another one");
        check(run, "cannot write " + run.resolve("run") + ": Not a directory. "
                + "Mend that, or set TLS_HOME to a directory that can be written");
    }

    private void check(Path home, String refusal) {
        assertThatThrownBy(() -> at(home).prepare()).isInstanceOf(Refusal.class).hasMessage(refusal);
    }

    private Rendezvous at(Path home) {
        return new Rendezvous(temporary, home.resolve("run"), home.resolve("state"), home.resolve("run/socket"));
    }
}
