package dev.testls.watch;

import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of all source files below some roots.
 *
 * <p>A file whose size, time and identity are those of the last scan is not read again, unless it was written so shortly
 * before that scan that a second write could bear the same time (as git treats its "racy" index entries). Not for use by
 * two threads at once.
 */
public final class SourceScanner {
    /** Coarser than the time stamps of any file system in use (FAT's are two seconds). */
    private static final Duration TIMESTAMP_GRAIN = Duration.ofSeconds(2);

    private final Clock clock;
    private Map<Path, Known> known = new HashMap<>();
    private List<Root> lastRoots = List.of();
    private SourceSnapshot last = SourceSnapshot.empty();

    public SourceScanner(Clock clock) {
        this.clock = clock;
    }

    /**
     * All {@code .java} files below {@code roots}, in which {@code unsaved} texts stand in for files' contents. A root
     * that does not exist holds nothing; a file that vanishes while it is looked at is not there.
     *
     * @throws IOException when a directory or file is there and cannot be read
     */
    public SourceSnapshot scan(List<Root> roots, Map<SourcePath, String> unsaved) throws IOException {
        Map<Path, Known> next = new HashMap<>();
        Map<Root, List<Path>> found = new LinkedHashMap<>();
        boolean same = roots.equals(lastRoots) && unsaved.isEmpty() && last.unsaved().isEmpty();
        for (Root root : roots) {
            List<Path> ofRoot = new ArrayList<>();
            for (Seen seen : javaFilesBelow(root.directory())) {
                Optional<Known> entry = look(seen);
                if (entry.isEmpty()) continue;
                same &= entry.get().equals(known.get(seen.path()));
                next.put(seen.path(), entry.get());
                ofRoot.add(seen.path());
            }
            found.put(root, ofRoot);
        }
        same &= next.size() == known.size();
        known = next;
        // The same value again, so that those who remember what they made of it see at a glance that nothing changed.
        if (same) return last;
        lastRoots = List.copyOf(roots);
        last = snapshot(found, unsaved);
        return last;
    }

    private SourceSnapshot snapshot(Map<Root, List<Path>> found, Map<SourcePath, String> unsaved) {
        TreeMap<SourcePath, SourceFile> files = new TreeMap<>();
        found.forEach((root, paths) -> {
            for (Path file : paths) {
                SourcePath path = new SourcePath(file);
                ContentHash hash = unsaved.containsKey(path) ? ContentHash.of(unsaved.get(path)) : known.get(file).hash();
                files.putIfAbsent(path, new SourceFile(path, root.module(), root.scope(), root.directory(), hash));
            }
        });
        return new SourceSnapshot(files, unsaved);
    }

    private Optional<Known> look(Seen seen) throws IOException {
        Known before = known.get(seen.path());
        if (before != null && before.stamp().equals(seen.stamp()) && !before.racy()) return Optional.of(before);
        long readAt = clock.millis();
        ContentHash hash;
        try {
            hash = ContentHash.of(Files.readAllBytes(seen.path()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean racy = seen.stamp().modifiedMillis() > readAt - TIMESTAMP_GRAIN.toMillis();
        return Optional.of(new Known(seen.stamp(), hash, racy));
    }

    private static List<Seen> javaFilesBelow(Path root) throws IOException {
        List<Seen> found = new ArrayList<>();
        if (!Files.isDirectory(root)) return found;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java") && attributes.isRegularFile()) found.add(Seen.of(file, attributes));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (Files.notExists(file)) return FileVisitResult.CONTINUE;
                throw e;
            }
        });
        return found;
    }

    /** A source root and whose it is. */
    public record Root(ModuleId module, SourceFile.Scope scope, Path directory) {}

    private record Seen(Path path, Stamp stamp) {
        static Seen of(Path file, BasicFileAttributes attributes) {
            return new Seen(file,
                    new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey()));
        }
    }

    /** {@code identity} is the file system's, where it has one. */
    private record Stamp(long size, long modifiedMillis, @Nullable Object identity) {}

    private record Known(Stamp stamp, ContentHash hash, boolean racy) {}
}
