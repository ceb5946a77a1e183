package dev.testls.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsReadIsWhatWasWrittenOrNothing() throws IOException {
        Path file = directory.resolve("a/file");
        assertThat(CacheFile.read(file)).isEmpty();
        CacheFile.write(file, "text".getBytes(UTF_8));
        assertThat(CacheFile.read(file)).hasValueSatisfying(it -> assertThat(it).asString(UTF_8).isEqualTo("text"));
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(CacheFile.read(file)).isEmpty();
            Files.write(file, java.util.Arrays.copyOf(whole, at));
            assertThat(CacheFile.read(file)).isEmpty();
        }
    }

    @Test
    void aDirectoryInTheWayGoesAndAFileAroundItStays() throws IOException {
        Path file = directory.resolve("file");
        Files.createDirectories(file.resolve("in/the/way"));
        CacheFile.write(file, new byte[0]);
        assertThat(CacheFile.read(file)).isPresent();
        assertThatThrownBy(() -> CacheFile.write(file.resolve("below"), new byte[0])).isInstanceOf(IOException.class);
        assertThat(file).isRegularFile();
        CacheFile.makeDirectories(directory, file.resolve("below"));
        assertThat(file.resolve("below")).isDirectory();
    }
}
