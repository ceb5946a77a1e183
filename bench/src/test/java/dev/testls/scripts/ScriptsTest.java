package dev.testls.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python in this directory has tests of its own, and each script can at least be asked what it does. */
class ScriptsTest {
    @TempDir Path directory;

    @Test
    void theirOwnTestsPass() throws Exception {
        assertThat(python("-m", "unittest", "discover", "-s", "tests"))
                .contains("OK").doesNotContain("Ran 0 tests").doesNotContain("FAILED");
    }

    @Test
    void eachTellsHowItIsUsed() throws Exception {
        List<Path> scripts = pythonScripts();
        assertThat(scripts).isNotEmpty();
        for (Path script : scripts) assertThat(python(script.toString(), "--help")).as(script.toString()).startsWith("usage: ");
    }

    private static List<Path> pythonScripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.filter(Files::isRegularFile).filter(Files::isExecutable).filter(ScriptsTest::isPython).sorted().toList();
        }
    }

    private static boolean isPython(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst().orElse("").endsWith("python3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says, on either stream; into a file, which has room for all of it. */
    private String python(String... words) throws Exception {
        Path said = directory.resolve("said");
        List<String> command = Stream.concat(Stream.of("python3", "-B"), Stream.of(words)).toList();
        int exitCode = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
        String text = Files.readString(said);
        assertThat(exitCode).as("%s said %s", command, text).isZero();
        return text;
    }
}
