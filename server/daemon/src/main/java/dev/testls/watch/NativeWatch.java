package dev.testls.watch;

import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.visitor.FileTreeVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's own watching. It registers the directories that lead to what counts, and so hears of a root that
 * comes late; files are not read.
 *
 * <p>Links are followed: what happens behind one is told under the name that it has in the workspace, be it one or several.
 */
final class NativeWatch implements FileEvents {
    private static final Logger LOG = LoggerFactory.getLogger(NativeWatch.class);

    @Override
    public AutoCloseable listen(Places places, Heard heard) throws IOException {
        List<Path> roots = places.topmostRoots().stream().filter(Files::isDirectory).toList();
        if (roots.isEmpty()) throw new NoSuchFileException(places.topmostRoots().toString());
        Names names = new Names();
        List<Path> real = new ArrayList<>();
        for (Path root : roots) {
            real.add(root.toRealPath());
            names.add(names.links, root.toRealPath(), root);
        }
        DirectoryWatcher watcher = DirectoryWatcher.builder().paths(real).fileHashing(false)
                .fileTreeVisitor(new Visitor(places, names)).listener(new Listener(places, names, heard)).build();
        try {
            watcher.watchAsync(work -> thread(work).start()).whenComplete((nothing, failure) -> {
                LOG.debug("watching ended", failure);
                heard.ended();
            });
        } catch (UncheckedIOException e) {
            watcher.close();
            throw e.getCause();
        }
        return watcher::close;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "file events");
        thread.setDaemon(true);
        return thread;
    }

    /** By the real path of what is registered, the names that it goes by in the workspace. Any thread. */
    private static final class Names {
        private final Map<Path, Set<Path>> directories = new ConcurrentHashMap<>();
        /** Of what a link leads to. */
        private final Map<Path, Set<Path>> links = new ConcurrentHashMap<>();

        void add(Map<Path, Set<Path>> to, Path real, Path name) {
            to.computeIfAbsent(real, it -> ConcurrentHashMap.newKeySet()).add(name);
        }

        Set<Path> of(Path real) {
            Set<Path> names = new HashSet<>(links.getOrDefault(real, Set.of()));
            Path parent = real.getParent();
            if (parent != null) directories.getOrDefault(parent, Set.of()).forEach(it -> names.add(it.resolve(real.getFileName())));
            return names;
        }
    }

    private record Listener(Places places, Names names, Heard heard) implements DirectoryChangeListener {
        @Override
        public void onEvent(DirectoryChangeEvent event) {
            if (event.eventType() == DirectoryChangeEvent.EventType.OVERFLOW) {
                heard.lost("more happened at once than could be told");
                return;
            }
            for (Path name : names.of(event.path())) {
                if (!places.concerns(name)) continue;
                heard.changed(name);
                if (event.eventType() == DirectoryChangeEvent.EventType.CREATE && leadsSomewhere(event.path())) heard.lost("a link came: " + name);
            }
        }

        /** What a link leads to is not registered yet. Editors have links to nothing for locks. */
        private static boolean leadsSomewhere(Path path) {
            return Files.isSymbolicLink(path) && Files.exists(path);
        }

        @Override
        public void onException(Exception e) {
            LOG.info("watching: {}", e.toString());
            heard.lost(e.toString());
        }
    }

    /** Goes where something counts, and nowhere else; what vanishes meanwhile is not there. */
    private record Visitor(Places places, Names names) implements FileTreeVisitor {
        @Override
        public void recursiveVisitFiles(Path start, Callback onDirectory, Callback onFile) throws IOException {
            for (Path name : names.of(start)) visit(start, name, onDirectory, onFile, new ArrayDeque<>());
        }

        private void visit(Path real, Path name, Callback onDirectory, Callback onFile, Deque<Path> around) throws IOException {
            if (!places.mayHold(name) || around.contains(real)) return;
            around.push(real);
            try {
                // First, so that what comes to be in it is either found below or told.
                names.add(names.directories, real, name);
                onDirectory.call(real);
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
                    for (Path entry : entries) visitEntry(entry, name.resolve(entry.getFileName()), onDirectory, onFile, around);
                }
            } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
                LOG.debug("not watched: {}", e.toString());
            } catch (DirectoryIteratorException e) {
                LOG.debug("not watched: {}", e.getCause().toString());
            } finally {
                around.pop();
            }
        }

        private void visitEntry(Path entry, Path name, Callback onDirectory, Callback onFile, Deque<Path> around) throws IOException {
            Path real = entry;
            if (Files.isSymbolicLink(entry) && (places.concerns(name) || places.mayHold(name))) {
                try {
                    real = entry.toRealPath();
                } catch (IOException e) {
                    // It leads nowhere, yet.
                    return;
                }
                names.add(names.links, real, name);
                if (real.getParent() != null) onDirectory.call(real.getParent());
            }
            if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) visit(real, name, onDirectory, onFile, around);
            else if (places.concerns(name)) onFile.call(real);
        }
    }
}
