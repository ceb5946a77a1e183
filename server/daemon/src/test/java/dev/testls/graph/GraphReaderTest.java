package dev.testls.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphReaderTest {
    private static final ModuleId APP = new ModuleId("app");
    private static final Side MAIN = new Side(APP, Scope.MAIN);
    private static final Clock LONG_AFTER = Clock.fixed(Instant.parse("2100-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private Path output;

    @BeforeEach
    void nameOutput() {
        output = directory.resolve("out");
    }

    @Test
    void classesComeChangeAndGo() throws IOException {
        GraphReader reader = new GraphReader(directory.resolve("graph"), LONG_AFTER);
        assertThat(read(reader).classCount()).isZero();
        put("a/One", Graph.class);
        put("a/Two", ClassFacts.class);
        Graph first = read(reader);
        assertThat(first.classes(MAIN)).containsOnlyKeys("a.One", "a.Two");
        assertThat(read(reader)).isSameAs(first);
        put("a/One", Side.class);
        Files.delete(output.resolve("a/Two.class"));
        Graph second = read(reader);
        assertThat(second.classes(MAIN)).containsOnlyKeys("a.One");
        assertThat(second.changedSince(first)).containsExactlyInAnyOrder("a.One", "a.Two");
        assertThat(first.classes(MAIN)).containsOnlyKeys("a.One", "a.Two");
    }

    @Test
    void anotherProcessKnowsWhatWasSaved() throws IOException {
        put("a/One", Graph.class);
        put("a/Two", ClassFacts.class);
        GraphReader reader = new GraphReader(directory.resolve("graph"), LONG_AFTER);
        Graph first = read(reader);
        reader.write();
        Graph again = read(new GraphReader(directory.resolve("graph"), LONG_AFTER));
        assertThat(again.classes(MAIN)).isEqualTo(first.classes(MAIN));
        assertThat(again.changedSince(first)).isEmpty();
    }

    @Test
    void aFileOfEqualSizeAndTimeIsReadAgain() throws IOException {
        GraphReader reader = new GraphReader(directory.resolve("graph"), LONG_AFTER);
        put("a/One", Graph.class);
        Graph first = read(reader);
        Path one = output.resolve("a/One.class");
        FileTime time = Files.getLastModifiedTime(one);
        byte[] other = new byte[(int) Files.size(one)];
        Files.delete(one);
        Files.write(one, other);
        Files.setLastModifiedTime(one, time);
        assertThat(read(reader).changedSince(first)).containsExactly("a.One");
    }

    @Test
    void aFileThatWasWrittenJustBeforeItWasReadIsReadAgain() throws IOException {
        Clock atOnce = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        GraphReader reader = new GraphReader(directory.resolve("graph"), atOnce);
        put("a/One", Graph.class);
        Graph first = read(reader);
        Path one = output.resolve("a/One.class");
        FileTime time = Files.getLastModifiedTime(one);
        Files.write(one, new byte[(int) Files.size(one)]);
        Files.setLastModifiedTime(one, time);
        assertThat(read(reader).changedSince(first)).containsExactly("a.One");
    }

    @Test
    void whateverHappenedToTheCacheTheGraphIsRight() throws IOException {
        put("a/One", Graph.class);
        put("a/Two", ClassFacts.class);
        Path cache = directory.resolve("graph");
        GraphReader reader = new GraphReader(cache, LONG_AFTER);
        Graph first = read(reader);
        reader.write();
        byte[] whole = Files.readAllBytes(cache);
        for (int at = 0; at < whole.length; at += 1 + whole.length / 29) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x11;
            Files.write(cache, damaged);
            assertThat(read(new GraphReader(cache, LONG_AFTER)).classes(MAIN)).isEqualTo(first.classes(MAIN));
            Files.write(cache, java.util.Arrays.copyOf(whole, at));
            assertThat(read(new GraphReader(cache, LONG_AFTER)).classes(MAIN)).isEqualTo(first.classes(MAIN));
        }
    }

    @Test
    void aFileThatIsNoClassIsKnownByItsContent() throws IOException {
        Files.createDirectories(output);
        Files.writeString(output.resolve("Odd.class"), "no class");
        ClassFacts facts = read(new GraphReader(directory.resolve("graph"), LONG_AFTER)).classes(MAIN).get("Odd");
        assertThat(facts.full()).isEqualTo(facts.content());
        assertThat(facts.methods()).isEmpty();
    }

    private Graph read(GraphReader reader) throws IOException {
        return reader.read(Map.of(MAIN, output), Map.of(APP, List.of(MAIN)));
    }

    private void put(String name, Class<?> content) throws IOException {
        Path file = output.resolve(name + ".class");
        Files.createDirectories(file.getParent());
        try (var in = content.getResourceAsStream(content.getSimpleName() + ".class")) {
            Files.write(file, in.readAllBytes());
        }
    }
}
