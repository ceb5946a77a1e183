package dev.testls.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A worker runs in the project's own JVM, from Java 8 on. */
class BytecodeTest {
    private static final int JAVA_8 = 52;

    @Test
    void everyClassRunsOnJava8() throws IOException, URISyntaxException {
        Path classes = Path.of(WorkerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Path> all;
        try (Stream<Path> files = Files.walk(classes)) {
            all = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        assertThat(all).hasSizeGreaterThan(20);
        assertThat(all).allSatisfy(file -> assertThat(majorVersion(file)).isLessThanOrEqualTo(JAVA_8));
    }

    private static int majorVersion(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
