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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's own watching. It registers the directories that lead to what counts, and so hears of a root that
 * comes late; files are not read.
 */
final class NativeWatch implements FileEvents {
    private static final Logger LOG = LoggerFactory.getLogger(NativeWatch.class);

    @Override
    public AutoCloseable listen(Places places, Heard heard) throws IOException {
        List<Path> roots = places.topmostRoots().stream().filter(Files::isDirectory).toList();
        if (roots.isEmpty()) throw new NoSuchFileException(places.topmostRoots().toString());
        DirectoryWatcher watcher = DirectoryWatcher.builder().paths(roots).fileHashing(false)
                .fileTreeVisitor(new Visitor(places)).listener(new Listener(places, heard)).build();
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

    private record Listener(Places places, Heard heard) implements DirectoryChangeListener {
        @Override
        public void onEvent(DirectoryChangeEvent event) {
            if (event.eventType() == DirectoryChangeEvent.EventType.OVERFLOW) {
                heard.lost("more happened at once than could be told");
            } else if (places.concerns(event.path())) {
                heard.changed(event.path());
            }
        }

        @Override
        public void onException(Exception e) {
            LOG.info("watching: {}", e.toString());
            heard.lost(e.toString());
        }
    }

    /** Goes where something counts, and nowhere else; what vanishes meanwhile is not there. */
    private record Visitor(Places places) implements FileTreeVisitor {
        @Override
        public void recursiveVisitFiles(Path start, Callback onDirectory, Callback onFile) throws IOException {
            if (!places.mayHold(start)) return;
            try {
                // First, so that what comes to be in it is either found below or told.
                onDirectory.call(start);
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(start)) {
                    for (Path entry : entries) {
                        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                            recursiveVisitFiles(entry, onDirectory, onFile);
                        } else if (places.concerns(entry)) {
                            onFile.call(entry);
                        }
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
                LOG.debug("not watched: {}", e.toString());
            } catch (DirectoryIteratorException e) {
                LOG.debug("not watched: {}", e.getCause().toString());
            }
        }
    }
}
