package dev.testls.watch;

import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import dev.testls.base.FileTree;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Takes snapshots of all source files below some roots.
 *
 * <p>A file whose stamp is that of the last scan is not read again, unless it was written so shortly before that scan that a
 * second write could bear the same one (as git treats its "racy" index entries). Links are followed, and a file keeps the name
 * that it was found by. Not for use by two threads at once.
 */
public final class SourceScanner {
    private final Clock clock;
    private Map<Path, Known> known = new HashMap<>();
    /** Of each root the files, in order. */
    private Map<Root, TreeSet<Path>> found = new LinkedHashMap<>();
    private List<Root> lastRoots = List.of();
    /** What the last full scan saw, if whatever looks the same again is the same: no file was racy, none vanished. */
    private Map<Root, List<Seen>> lastSeen = Map.of();
    private SourceSnapshot last = SourceSnapshot.empty();

    public SourceScanner(Clock clock) {
        this.clock = clock;
    }

    /**
     * All source files below {@code roots}, each root's in its languages, in which {@code unsaved} texts stand in for files' contents. A root
     * that does not exist holds nothing; a file that vanishes while it is looked at is not there.
     *
     * @throws IOException when a directory or file is there and cannot be read
     */
    public SourceSnapshot scan(List<Root> roots, Map<SourcePath, String> unsaved) throws IOException {
        Map<Root, List<Seen>> all = filesBelow(roots);
        if (unsaved.isEmpty() && last.unsaved().isEmpty() && roots.equals(lastRoots) && all.equals(lastSeen)) return last;
        Map<Path, Known> next = new HashMap<>();
        Map<Root, TreeSet<Path>> nextFound = new LinkedHashMap<>();
        for (Root root : roots) {
            TreeSet<Path> ofRoot = new TreeSet<>();
            for (Seen seen : all.get(root)) {
                Optional<Known> entry = look(seen);
                if (entry.isEmpty()) continue;
                next.put(seen.path(), entry.get());
                ofRoot.add(seen.path());
            }
            nextFound.put(root, ofRoot);
        }
        SourceSnapshot told = told(roots, unsaved, next, nextFound);
        boolean settled = all.values().stream().flatMap(List::stream).map(seen -> next.get(seen.path())).allMatch(it -> it != null && !it.racy());
        if (settled) lastSeen = all;
        return told;
    }

    /**
     * The same as {@link #scan(List, Map)}, for less: only what is in or below {@code changes} is looked at.
     *
     * <p><b>Law:</b> when nothing else changed since the last scan of the same roots, the answer is that of a full scan.
     */
    public SourceSnapshot scan(List<Root> roots, Map<SourcePath, String> unsaved, Changes changes) throws IOException {
        if (changes.below().isEmpty() || !roots.equals(lastRoots)) return scan(roots, unsaved);
        Set<Path> changed = topmost(changes.below().get());
        Map<Path, Known> next = new HashMap<>(known);
        Map<Root, TreeSet<Path>> nextFound = new LinkedHashMap<>(found);
        Set<Path> removed = new HashSet<>();
        for (Root root : roots) {
            List<Path> starts = isBelow(root.directory(), changed) ? List.of(root.directory())
                    : changed.stream().filter(it -> it.startsWith(root.directory())).toList();
            if (starts.isEmpty()) continue;
            TreeSet<Path> ofRoot = new TreeSet<>(nextFound.get(root));
            ofRoot.removeIf(file -> {
                boolean gone = isBelow(file, changed);
                if (gone) removed.add(file);
                return gone;
            });
            for (Path start : starts) {
                for (Seen seen : filesBelow(start, root.languages())) {
                    Optional<Known> entry = look(seen);
                    if (entry.isEmpty()) continue;
                    next.put(seen.path(), entry.get());
                    ofRoot.add(seen.path());
                }
            }
            nextFound.put(root, ofRoot);
        }
        removed.stream().filter(file -> nextFound.values().stream().noneMatch(files -> files.contains(file))).forEach(next::remove);
        return told(roots, unsaved, next, nextFound);
    }

    /** Without those that are below others. */
    private static Set<Path> topmost(Set<Path> paths) {
        return paths.stream().filter(it -> it.getParent() == null || !isBelow(it.getParent(), paths)).collect(Collectors.toSet());
    }

    /** Whether the path or a directory that it is in is one of {@code these}. */
    private static boolean isBelow(Path path, Set<Path> these) {
        for (Path it = path; it != null; it = it.getParent()) {
            if (these.contains(it)) return true;
        }
        return false;
    }

    private SourceSnapshot told(List<Root> roots, Map<SourcePath, String> unsaved, Map<Path, Known> next, Map<Root, TreeSet<Path>> nextFound) {
        // The same value again, so that those who remember what they made of it see at a glance that nothing changed.
        boolean same = roots.equals(lastRoots) && unsaved.isEmpty() && last.unsaved().isEmpty() && next.equals(known) && nextFound.equals(found);
        known = next;
        found = nextFound;
        if (same) return last;
        lastSeen = Map.of();
        lastRoots = List.copyOf(roots);
        SourceSnapshot now = snapshot(found, unsaved);
        // Rights, a name or a time changed, and no content.
        if (!now.equals(last)) last = now;
        return last;
    }

    private SourceSnapshot snapshot(Map<Root, TreeSet<Path>> found, Map<SourcePath, String> unsaved) {
        List<SourceFile> files = new ArrayList<>();
        found.forEach((root, paths) -> {
            for (Path file : paths) {
                SourcePath path = new SourcePath(file);
                ContentHash hash = unsaved.containsKey(path) ? ContentHash.of(unsaved.get(path)) : known.get(file).hash();
                files.add(new SourceFile(path, root.module(), root.scope(), root.directory(), hash));
            }
        });
        return SourceSnapshot.of(files, unsaved);
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
        return Optional.of(new Known(seen.stamp(), hash, !seen.stamp().isSettled(readAt)));
    }

    /** Below each root; side by side, for it takes longer than anything else that a run of a few tests needs done first. */
    private static Map<Root, List<Seen>> filesBelow(List<Root> roots) throws IOException {
        try {
            return roots.parallelStream().distinct().collect(Collectors.toMap(root -> root, root -> {
                try {
                    return filesBelow(root.directory(), root.languages());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Below a directory, or the file itself. */
    private static List<Seen> filesBelow(Path start, Set<Language> languages) throws IOException {
        List<Seen> found = new ArrayList<>();
        FileTree.walk(start, (file, stamp) -> {
            if (Language.of(file.toString()).filter(languages::contains).isPresent()) found.add(new Seen(file, stamp));
        });
        return found;
    }

    /** A source root, whose it is, and the languages of which its files are looked at. */
    public record Root(ModuleId module, SourceFile.Scope scope, Path directory, Set<Language> languages) {
        public Root {
            languages = Set.copyOf(languages);
        }

        /** A root of Java alone. */
        public Root(ModuleId module, SourceFile.Scope scope, Path directory) {
            this(module, scope, directory, Set.of(Language.JAVA));
        }
    }

    private record Seen(Path path, FileStamp stamp) {}

    private record Known(FileStamp stamp, ContentHash hash, boolean racy) {}
}
