package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.model.SourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The texts that editors hold. Any thread.
 *
 * <p>An editor may tell of a text later than the file system tells of its file, for it saves by one way and tells by
 * another. Until then its older text stands in for the file; so who acted on that has to look again once both agree.
 */
final class Editors {
    private final Map<SourcePath, String> texts = new ConcurrentHashMap<>();
    private final List<Consumer<SourcePath>> listeners = new CopyOnWriteArrayList<>();

    /** Has {@code listener} told, on the thread that edits, of each text that is edited to what is saved, or closed. */
    Cancel.Registration onSaved(Consumer<SourcePath> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** An editor holds this text from now on; empty: none. */
    void edit(SourcePath path, Optional<String> text) {
        if (text.isPresent()) {
            texts.put(path, text.get());
        } else {
            texts.remove(path);
        }
        if (text.isEmpty() || isSaved(path, text.get())) listeners.forEach(it -> it.accept(path));
    }

    /** The files that editors hold. */
    Set<Path> files() {
        return texts.keySet().stream().map(SourcePath::value).collect(Collectors.toSet());
    }

    /** The texts that are not what is saved. */
    Map<SourcePath, String> unsaved() {
        Map<SourcePath, String> unsaved = new HashMap<>();
        texts.forEach((path, text) -> {
            if (!isSaved(path, text)) unsaved.put(path, text);
        });
        return unsaved;
    }

    private static boolean isSaved(SourcePath path, String text) {
        try {
            return Files.exists(path.value()) && ContentHash.of(Files.readAllBytes(path.value())).equals(ContentHash.of(text));
        } catch (IOException e) {
            return false;
        }
    }
}
