package dev.testls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system cannot watch, or lost. */
class WatcherFallbackTest {
    @TempDir
    private Path root;

    private final BlockingQueue<Changes> changes = new LinkedBlockingQueue<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();

    @Test
    void whereNothingCanBeWatchedAllIsLookedAtAndPeopleHearOfItOnce() throws InterruptedException {
        FileEvents none = (places, heard) -> {
            throw new IOException("User limit of inotify watches reached");
        };
        try (Watcher watcher = new Watcher(Ticker.system(), none)) {
            watcher.listen(listener());
            watcher.watch(places("a"));
            for (int i = 0; i < 3; i++) assertThat(changes.take().below()).isEmpty();
            watcher.watch(places("b"));
            assertThat(changes.take().below()).isEmpty();
        }
        assertThat(notices).containsExactly(
                "the system cannot watch the files (User limit of inotify watches reached), so tls looks at them every second");
    }

    @Test
    void whatWasLostIsLookedForEverywhereByNewEars() throws InterruptedException {
        AtomicInteger opened = new AtomicInteger();
        BlockingQueue<FileEvents.Heard> ears = new LinkedBlockingQueue<>();
        FileEvents events = (places, heard) -> {
            opened.incrementAndGet();
            ears.add(heard);
            return opened::decrementAndGet;
        };
        try (Watcher watcher = new Watcher(Ticker.system(), events)) {
            watcher.watch(places("a"));
            Watcher.Registration listening = watcher.listen(listener());
            changes.take();
            FileEvents.Heard first = ears.take();
            first.lost("too much");
            assertThat(changes.take().below()).isEmpty();
            FileEvents.Heard second = ears.take();
            assertThat(opened).hasValue(1);
            second.changed(root.resolve("a/A.java"));
            assertThat(changes.take().below().orElseThrow()).containsExactly(root.resolve("a/A.java"));
            listening.close();
            assertThat(opened).as("nobody listens").hasValue(0);
        }
        assertThat(notices).isEmpty();
    }

    private Places places(String tree) {
        return new Places(Set.of(root), Set.of(root.resolve(tree)), Set.of(), Set.of());
    }

    private Watcher.Listener listener() {
        return new Watcher.Listener() {
            @Override
            public void changed(Changes it) {
                changes.add(it);
            }

            @Override
            public void notice(String text) {
                notices.add(text);
            }
        };
    }
}
