package dev.testls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourceSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a scanner remembers, and what it is told of changes, saves it looks and changes nothing that it says. */
class SourceScannerPropertyTest {
    private static final List<String> PLACES = List.of("", "a", "a/b", "a/b/C.java", "a/b/D.java", "a/C.java", "a-b/C.java", "a.java", "n.txt", "E.java");

    @Property(tries = 200)
    void scansThatRememberAgreeWithTheFirstOfAnother(@ForAll("edits") List<List<Edit>> bursts) throws IOException {
        Path directory = Files.createTempDirectory("scan").toRealPath();
        try {
            // One root lies in the other, as some builds have it.
            List<SourceScanner.Root> roots = List.of(root(directory.resolve("x")), root(directory.resolve("y/src")), root(directory.resolve("y/src/a")));
            SourceScanner hinted = new SourceScanner(Clock.systemUTC());
            SourceScanner full = new SourceScanner(Clock.systemUTC());
            hinted.scan(roots, Map.of());
            full.scan(roots, Map.of());
            for (List<Edit> burst : bursts) {
                Set<Path> told = new TreeSet<>();
                for (Edit edit : burst) told.add(edit.apply(directory));
                SourceSnapshot truth = new SourceScanner(Clock.systemUTC()).scan(roots, Map.of());
                assertThat(hinted.scan(roots, Map.of(), Changes.below(told, 0))).isEqualTo(truth);
                assertThat(full.scan(roots, Map.of())).isEqualTo(truth);
                if (burst.size() % 2 == 0) assertThat(hinted.scan(roots, Map.of())).isEqualTo(truth);
            }
        } finally {
            delete(directory);
        }
    }

    private static SourceScanner.Root root(Path directory) {
        return new SourceScanner.Root(new ModuleId("g:" + directory.getFileName()), Scope.MAIN, directory);
    }

    @Provide
    Arbitrary<List<List<Edit>>> edits() {
        Arbitrary<String> place = Combinators.combine(Arbitraries.of("x", "y", "y/src"), Arbitraries.of(PLACES)).as((root, rest) -> rest.isEmpty() ? root : root + "/" + rest);
        Arbitrary<Edit> edit = Combinators.combine(Arbitraries.of(Edit.Kind.class), place, Arbitraries.integers().between(0, 3)).as(Edit::new);
        return edit.list().ofMinSize(1).ofMaxSize(4).list().ofMaxSize(6);
    }

    record Edit(Kind kind, String place, int content) {
        private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
        private static final AtomicInteger WRITES = new AtomicInteger();

        enum Kind { WRITE, DELETE, MAKE_DIRECTORY }

        /** Returns what a watcher would tell: the topmost thing that came or went, or the file that was written. */
        Path apply(Path directory) throws IOException {
            Path path = directory.resolve(place);
            switch (kind) {
                case WRITE -> {
                    if (Files.isDirectory(path) || !place.contains(".") || isBelowAFile(path)) return path;
                    Path told = topmostNew(path.getParent());
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, "class C { int x" + content + "; }");
                    // Half of them long ago, so that they need not be read again; each at another time.
                    if (content % 2 == 0) Files.setLastModifiedTime(path, FileTime.from(LONG_AGO.plusMillis(WRITES.incrementAndGet())));
                    return told.equals(path.getParent()) ? path : told;
                }
                case DELETE -> {
                    if (Files.exists(path)) delete(path);
                    return path;
                }
                case MAKE_DIRECTORY -> {
                    if (place.contains(".") || Files.exists(path) || isBelowAFile(path)) return path;
                    Path told = topmostNew(path);
                    Files.createDirectories(path);
                    return told;
                }
            }
            throw new AssertionError(kind);
        }

        private static boolean isBelowAFile(Path path) {
            for (Path it = path.getParent(); it != null; it = it.getParent()) {
                if (Files.isRegularFile(it)) return true;
            }
            return false;
        }

        /** The first on the way to {@code directory} that is not there yet; itself, when all are. */
        private static Path topmostNew(Path directory) {
            Path told = directory;
            while (Files.notExists(told) && Files.notExists(told.getParent())) told = told.getParent();
            return told;
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path it : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(it);
        }
    }
}
