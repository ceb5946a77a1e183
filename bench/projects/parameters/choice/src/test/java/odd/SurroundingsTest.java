package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    @Test
    void aVariableIsKeptFromIt() {
        assertNull(System.getenv("HOME"));
    }

    @Test
    void itsDirectoryIsMade() {
        assertEquals("work-1", Path.of("").toAbsolutePath().getFileName().toString());
        assertTrue(Files.isDirectory(Path.of("").toAbsolutePath()));
    }

    @Test
    void theBuildDirectoryIsMade() throws IOException {
        Path target = Path.of(System.getProperty("basedir"), "target");
        assertTrue(Files.isDirectory(target.resolve("test-classes")));
        assertFalse(Files.exists(target.resolve("classes")));
        Files.writeString(target.resolve("written.txt"), "by a test");
    }
}
