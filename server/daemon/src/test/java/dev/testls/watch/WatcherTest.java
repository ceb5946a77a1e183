package dev.testls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Ticker;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real file system and the real watcher. Each test waits for what it expects to be told. */
class WatcherTest {
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private Path temporary;

    private Path root;
    private Path sources;
    private final Watcher watcher = new Watcher(Ticker.system());
    private final Told told = new Told();

    @BeforeEach
    void watch() throws IOException {
        root = temporary.toRealPath().resolve("w");
        sources = root.resolve("m/src/main/java");
        Files.createDirectories(sources.resolve("a"));
        Files.writeString(sources.resolve("a/Foo.java"), "class Foo {}");
        watcher.watch(places());
        watcher.listen(told);
        told.awaitAnywhere();
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    private Places places() {
        return new Places(Set.of(root), Set.of(sources, root.resolve("m/src/test/java"), root.resolve("late/src")), Set.of(root.resolve("pom.xml")),
                Set.of(root.resolve("m/target")));
    }

    @Test
    void aSaveThroughATemporaryFileIsHeard() throws IOException {
        Path temporaryFile = Files.writeString(sources.resolve("a/.Foo.java.swp"), "class Foo { int x; }");
        Files.move(temporaryFile, sources.resolve("a/Foo.java"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        told.await(sources.resolve("a/Foo.java"));
    }

    @Test
    void aTouchIsHeardForWhoHearsCannotTell() throws IOException {
        Files.setLastModifiedTime(sources.resolve("a/Foo.java"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        told.await(sources.resolve("a/Foo.java"));
    }

    @Test
    void aBuildFileIsHeardAndWhatLiesBesideItIsNot() throws IOException {
        Files.writeString(root.resolve("notes.txt"), "");
        Files.createDirectories(root.resolve("m/target/classes"));
        Files.writeString(root.resolve("m/target/classes/Foo.class"), "");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        assertThat(told.await(root.resolve("pom.xml"))).doesNotContain(root.resolve("notes.txt"))
                .noneMatch(it -> it.startsWith(root.resolve("m/target")));
    }

    @Test
    void directoriesThatComeLateAreHeardWithAllThatIsInThem() throws IOException {
        Path late = Files.createDirectories(root.resolve("m/src/test/java/b/c"));
        Path file = Files.writeString(late.resolve("BarTest.java"), "class BarTest {}");
        told.await(file);
        Files.writeString(file, "class BarTest { int x; }");
        told.await(file);
    }

    @Test
    void aModuleThatComesLateIsHeard() throws IOException {
        Files.createDirectories(root.resolve("late/src/a"));
        told.await(root.resolve("late/src/a"));
        Path file = Files.writeString(root.resolve("late/src/a/A.java"), "class A {}");
        told.await(file);
    }

    @Test
    void aDeletedModuleThatComesBackIsHeard() throws IOException {
        delete(root.resolve("m"));
        told.await(root.resolve("m"));
        Files.createDirectories(sources.resolve("a"));
        Path file = Files.writeString(sources.resolve("a/Foo.java"), "class Foo { int again; }");
        told.await(file);
        Files.writeString(file, "class Foo { int once; }");
        told.await(file);
    }

    @Test
    void aRenamedDirectoryIsHeardUnderItsNewName() throws IOException {
        Files.move(sources.resolve("a"), sources.resolve("z"));
        told.await(sources.resolve("z"));
        Files.writeString(sources.resolve("z/Foo.java"), "class Foo { int z; }");
        told.await(sources.resolve("z/Foo.java"));
    }

    @Test
    void whatHappensBehindALinkIsHeardUnderItsNameInTheWorkspace() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.toRealPath().resolve("elsewhere/q"));
        Path file = Files.writeString(elsewhere.resolve("QTest.java"), "class QTest {}");
        Files.createSymbolicLink(elsewhere.resolve("around"), sources);
        Files.createSymbolicLink(sources.resolve("q"), elsewhere);
        Files.createSymbolicLink(sources.resolve("a/Linked.java"), file);
        told.awaitAnywhere();
        // From some look on the links are followed.
        for (int i = 0; !told.seen(sources.resolve("q/QTest.java")) || !told.seen(sources.resolve("a/Linked.java")); i++) {
            Files.writeString(file, "class QTest { int x" + i + "; }");
            told.next();
        }
        Path more = Files.createDirectories(elsewhere.resolve("r"));
        Files.writeString(more.resolve("RTest.java"), "class RTest {}");
        told.await(sources.resolve("q/r/RTest.java"));
    }

    @Test
    void theWholeWorkspaceMayGoAndComeBack() throws IOException {
        delete(root);
        told.awaitAnywhere();
        Files.createDirectories(sources.resolve("a"));
        told.awaitAnywhere();
        // Polling may have seen it first; from some look on it is heard again.
        Path file = sources.resolve("a/Foo.java");
        for (int i = 0; !told.seen(file); i++) {
            Files.writeString(file, "class Foo { int x" + i + "; }");
            told.next();
        }
    }

    @Test
    void fiveHundredFilesOfACheckoutAreFewChanges() throws Exception {
        git("init", "-q");
        git("add", ".");
        commit("one");
        for (int i = 0; i < 500; i++) Files.writeString(sources.resolve("a/C" + i + ".java"), "class C" + i + " {}");
        git("checkout", "-q", "-b", "many");
        git("add", ".");
        commit("many");
        git("checkout", "-q", "-");
        SourceScanner scanner = new SourceScanner(Clock.systemUTC());
        List<SourceScanner.Root> roots = List.of(new SourceScanner.Root(new ModuleId("g:m"), Scope.MAIN, sources));
        assertThat(scanner.scan(roots, Map.of()).files()).hasSize(1);

        git("checkout", "-q", "many");
        int changes = 0;
        int files = 1;
        while (files < 501) {
            files = scanner.scan(roots, Map.of(), told.next()).files().size();
            changes++;
        }
        assertThat(changes).isLessThan(20);
    }

    private void commit(String message) throws Exception {
        git("-c", "user.email=ada@example.org", "-c", "user.name=Ada", "commit", "-q", "-m", message);
    }

    private void git(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).directory(root.toFile()).inheritIO().start().waitFor()).isZero();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path it : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(it);
        }
    }

    /** What was told, for those who wait for it. */
    private static final class Told implements Watcher.Listener {
        private final BlockingQueue<Changes> changes = new LinkedBlockingQueue<>();
        private final Set<Path> seen = new HashSet<>();

        @Override
        public void changed(Changes it) {
            changes.add(it);
        }

        @Override
        public void notice(String text) {
            throw new AssertionError(text);
        }

        Changes next() {
            try {
                Changes next = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(next).as("told, after %s", seen).isNotNull();
                next.below().ifPresent(seen::addAll);
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void awaitAnywhere() {
            while (next().below().isPresent()) {}
        }

        /** Returns all paths told until this one was. */
        Set<Path> await(Path path) {
            seen.clear();
            while (!seen.contains(path)) assertThat(next().below()).as("told where it is: %s", path).isPresent();
            return seen;
        }

        boolean seen(Path path) {
            return seen.contains(path);
        }
    }
}
