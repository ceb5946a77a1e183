package dev.testls.graph;

import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import dev.testls.base.FileTree;
import dev.testls.model.ModuleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a graph up to date with the directories that classes are compiled into.
 *
 * <p>A file whose stamp is that of the last look is not read again, unless it was written so shortly before that look that a
 * second write could bear the same one. What is known outlives the process, in a file that may be lost
 * without harm. Not for use by two threads at once.
 */
public final class GraphReader {
    private static final int WORTH_SAVING = 64;
    private static final String SUFFIX = ".class";

    private final Path cache;
    private final Clock clock;
    private Map<Side, Map<String, Known>> known = Map.of();
    private boolean cacheRead;
    /** How many files another process would have to read again. */
    private int unsaved;
    private Graph graph = Graph.empty();

    /** @param cache what outlives the process; it need not exist */
    public GraphReader(Path cache, Clock clock) {
        this.cache = cache;
        this.clock = clock;
    }

    /** The graph as it was last read. */
    public Graph last() {
        return graph;
    }

    /**
     * The graph of what stands in the directories now. Sides that have no directory here stay as they were.
     *
     * @throws IOException when a directory or file is there and cannot be read
     */
    public Graph read(Map<Side, Path> directories, Map<ModuleId, List<Side>> views) throws IOException {
        if (!cacheRead) known = GraphCache.read(cache);
        cacheRead = true;
        Graph next = graph.withViews(views);
        Map<Side, Map<String, Known>> nowKnown = new HashMap<>(known);
        Set<Side> seen = new HashSet<>();
        views.values().forEach(seen::addAll);
        nowKnown.keySet().retainAll(seen);
        for (Map.Entry<Side, Path> entry : directories.entrySet()) next = read(next, entry.getKey(), entry.getValue(), nowKnown);
        known = nowKnown;
        graph = next;
        return next;
    }

    /** Writes what is known for the next process, unless so little is new that reading it again costs less than writing all. */
    public void save() throws IOException {
        if (unsaved < WORTH_SAVING) return;
        write();
    }

    /** Writes what is known for the next process. */
    void write() throws IOException {
        GraphCache.write(cache, known);
        unsaved = 0;
    }

    private Graph read(Graph before, Side side, Path directory, Map<Side, Map<String, Known>> nowKnown) throws IOException {
        Map<String, Known> old = known.getOrDefault(side, Map.of());
        Map<String, Known> now = new HashMap<>(old.size() * 2);
        List<Seen> toRead = new ArrayList<>();
        for (Seen seen : classFilesBelow(directory)) {
            Known entry = old.get(seen.name);
            if (entry != null && !entry.racy() && entry.stamp().equals(seen.stamp)) now.put(seen.name, entry);
            else toRead.add(seen);
        }
        for (Looked looked : look(toRead, old)) now.put(looked.name, looked.known);
        boolean same = toRead.isEmpty() && now.size() == old.size();
        if (!same) {
            nowKnown.put(side, now);
            unsaved += Math.max(1, toRead.size());
        }
        Map<String, ClassFacts> inGraph = before.classes(side);
        if (same && inGraph.size() == now.size()) return before;
        Map<String, ClassFacts> changed = new HashMap<>();
        now.forEach((name, it) -> {
            if (inGraph.get(name) != it.facts()) changed.put(name, it.facts());
        });
        Set<String> removed = new HashSet<>(inGraph.keySet());
        removed.removeAll(now.keySet());
        return before.with(side, changed, removed);
    }

    private record Looked(String name, Known known) {}

    private List<Looked> look(List<Seen> files, Map<String, Known> old) throws IOException {
        try {
            return files.parallelStream().map(seen -> look(seen, Optional.ofNullable(old.get(seen.name)))).flatMap(Optional::stream).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Optional<Looked> look(Seen seen, Optional<Known> before) {
        long readAt = clock.millis();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(seen.file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean racy = !seen.stamp.isSettled(readAt);
        ContentHash content = ContentHash.of(bytes);
        ClassFacts facts = before.map(Known::facts).filter(it -> it.content().equals(content)).orElseGet(() -> ClassFacts.of(seen.name, bytes));
        return Optional.of(new Looked(seen.name, new Known(seen.stamp, racy, facts)));
    }

    private static List<Seen> classFilesBelow(Path directory) throws IOException {
        List<Seen> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) return found;
        int prefix = directory.toString().length() + 1;
        FileTree.walk(directory, (file, stamp) -> {
            String path = file.toString();
            if (!path.endsWith(SUFFIX)) return;
            String name = path.substring(prefix, path.length() - SUFFIX.length()).replace(file.getFileSystem().getSeparator(), ".");
            found.add(new Seen(name, file, stamp));
        });
        return found;
    }

    private record Seen(String name, Path file, FileStamp stamp) {}

    /** A class file as it was when it was looked at. */
    record Known(FileStamp stamp, boolean racy, ClassFacts facts) {}
}
