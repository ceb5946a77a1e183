package dev.testls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceScannerTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private List<SourceScanner.Root> roots;

    @BeforeEach
    void nameRoots() {
        roots = List.of(new SourceScanner.Root(new ModuleId("g:a"), Scope.TEST, directory.resolve("src")));
    }

    @Test
    void contentDecidesAndNotTime() throws IOException {
        SourceScanner scanner = scannerAt(WRITTEN.plusSeconds(100));
        Path file = write("a/Foo.java", "class Foo {}", WRITTEN);
        write("a/Foo.txt", "no source", WRITTEN);
        SourceSnapshot first = scanner.scan(roots, Map.of());
        assertThat(first.hashes().keySet()).containsExactly(new SourcePath(file));

        write("a/Foo.java", "class Foo {}", WRITTEN.plusSeconds(1));
        assertThat(scanner.scan(roots, Map.of())).isEqualTo(first);

        write("a/Foo.java", "class Foo { int x; }", WRITTEN.plusSeconds(2));
        assertThat(scanner.scan(roots, Map.of()).hashes()).containsEntry(new SourcePath(file), ContentHash.of("class Foo { int x; }"));
    }

    @Test
    void aSecondWriteWithTheSameTimeAndSizeIsSeen() throws IOException {
        SourceScanner scanner = scannerAt(WRITTEN.plus(Duration.ofMillis(500)));
        Path file = write("a/Foo.java", "class Foo { int a; }", WRITTEN);
        scanner.scan(roots, Map.of());
        write("a/Foo.java", "class Foo { int b; }", WRITTEN);
        assertThat(scanner.scan(roots, Map.of()).hashes()).containsEntry(new SourcePath(file), ContentHash.of("class Foo { int b; }"));
    }

    @Test
    void aNewContentWithTheSizeAndTimeOfTheOldOneIsSeen() throws IOException {
        SourceScanner scanner = scannerAt(Instant.now().plusSeconds(100));
        SourcePath file = new SourcePath(write("a/Foo.java", "class Foo { int a; }", WRITTEN));
        scanner.scan(roots, Map.of());
        write("a/Foo.java", "class Foo { int b; }", WRITTEN);
        assertThat(scanner.scan(roots, Map.of()).hashes()).containsEntry(file, ContentHash.of("class Foo { int b; }"));
        Files.delete(file.value());
        write("a/Foo.java", "class Foo { int c; }", WRITTEN);
        assertThat(scanner.scan(roots, Map.of()).hashes()).containsEntry(file, ContentHash.of("class Foo { int c; }"));
        Path other = write("../other", "class Foo { int d; }", WRITTEN);
        Files.move(other, file.value(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(scanner.scan(roots, Map.of()).hashes()).containsEntry(file, ContentHash.of("class Foo { int d; }"));
    }

    @Test
    void otherRightsOrNamesOfAFileChangeNothing() throws IOException {
        SourceScanner scanner = scannerAt(Instant.now().plusSeconds(100));
        Path file = write("a/Foo.java", "class Foo {}", WRITTEN);
        SourceSnapshot first = scanner.scan(roots, Map.of());
        assertThat(file.toFile().setWritable(false)).isTrue();
        Files.createLink(directory.resolve("other name"), file);
        assertThat(scanner.scan(roots, Map.of())).isSameAs(first);
    }

    @Test
    void linksAreFollowedAndCyclesEnd() throws IOException {
        SourceScanner scanner = scannerAt(Instant.now().plusSeconds(100));
        Path inside = write("../elsewhere/q/QTest.java", "class QTest {}", WRITTEN);
        Path single = write("../elsewhere/Single.java", "class Single {}", WRITTEN);
        Path root = Files.createDirectories(directory.resolve("src/a"));
        Files.createSymbolicLink(root.resolve("q"), directory.resolve("elsewhere/q"));
        Files.createSymbolicLink(root.resolve("Single.java"), single);
        Files.createSymbolicLink(root.resolve("Nowhere.java"), directory.resolve("nowhere"));
        Files.createSymbolicLink(root.resolve("q/again"), root);
        SourcePath linked = new SourcePath(root.resolve("q/QTest.java"));
        assertThat(scanner.scan(roots, Map.of()).hashes().keySet()).containsExactly(new SourcePath(root.resolve("Single.java")), linked);
        Files.writeString(inside, "class QTest { int x; }");
        assertThat(scanner.scan(roots, Map.of()).hashes()).containsEntry(linked, ContentHash.of("class QTest { int x; }"));
        Files.move(directory.resolve("src"), directory.resolve("moved"));
        Files.createSymbolicLink(directory.resolve("src"), directory.resolve("moved"));
        assertThat(scanner.scan(roots, Map.of()).hashes().keySet()).contains(linked);
    }

    @Test
    void aFileIsOneOfEachModuleThatHasItsRoot() throws IOException {
        Path file = write("a/Foo.java", "class Foo {}", WRITTEN);
        Path root = directory.resolve("src");
        List<SourceScanner.Root> shared = List.of(
                new SourceScanner.Root(new ModuleId("g:a"), Scope.MAIN, root), new SourceScanner.Root(new ModuleId("g:b"), Scope.MAIN, root),
                new SourceScanner.Root(new ModuleId("g:b"), Scope.TEST, root), new SourceScanner.Root(new ModuleId("g:b"), Scope.TEST, root.resolve("a")));
        SourceSnapshot snapshot = scannerAt(WRITTEN.plusSeconds(100)).scan(shared, Map.of());
        assertThat(snapshot.files().values()).extracting(it -> it.module() + " " + it.scope() + " " + it.root())
                .containsExactly("g:a MAIN " + root, "g:b MAIN " + root, "g:b TEST " + root);
        assertThat(snapshot.hashes().keySet()).containsExactly(new SourcePath(file));
    }

    @Test
    void unsavedTextStandsInForAFile() throws IOException {
        SourceScanner scanner = scannerAt(WRITTEN);
        SourcePath file = new SourcePath(write("a/Foo.java", "class Foo {}", WRITTEN));
        SourceSnapshot snapshot = scanner.scan(roots, Map.of(file, "class Foo { }"));
        assertThat(snapshot.hashes()).containsEntry(file, ContentHash.of("class Foo { }"));
        assertThat(scanner.scan(roots, Map.of()).hashes()).containsEntry(file, ContentHash.of("class Foo {}"));
    }

    @Test
    void deletedFilesAndMissingRootsHoldNothing() throws IOException {
        SourceScanner scanner = scannerAt(WRITTEN);
        assertThat(scanner.scan(roots, Map.of()).files()).isEmpty();
        Path file = write("a/Foo.java", "class Foo {}", WRITTEN);
        assertThat(scanner.scan(roots, Map.of()).files()).hasSize(1);
        Files.delete(file);
        assertThat(scanner.scan(roots, Map.of()).files()).isEmpty();
    }

    @Test
    void whatSettledIsTheSameSnapshotAgain() throws IOException {
        SourceScanner scanner = scannerAt(WRITTEN.plusSeconds(100));
        SourcePath file = new SourcePath(write("a/Foo.java", "class Foo {}", WRITTEN));
        SourceSnapshot first = scanner.scan(roots, Map.of());
        assertThat(scanner.scan(roots, Map.of())).isSameAs(first);
        assertThat(scanner.scan(roots, Map.of(file, "class Foo { }")).hashes()).containsEntry(file, ContentHash.of("class Foo { }"));
        assertThat(scanner.scan(roots, Map.of())).isEqualTo(first);
    }

    private static SourceScanner scannerAt(Instant now) {
        return new SourceScanner(Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path write(String name, String text, Instant modified) throws IOException {
        Path file = directory.resolve("src").resolve(name).normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }
}
