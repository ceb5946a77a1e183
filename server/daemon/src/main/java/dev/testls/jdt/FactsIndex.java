package dev.testls.jdt;

import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import dev.testls.model.SourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts of each source file that was parsed, by path and content, in memory and on disk.
 *
 * <p>Law: an entry tells what parsing that content in that encoding would tell; so a lost or broken index costs time
 * and nothing else. Not for two threads at once.
 */
final class FactsIndex {
    private final Path file;
    private final Map<SourcePath, Entry> entries = new HashMap<>();
    private boolean loaded;
    private boolean changed;
    /** Whether it could not be written when that was last tried. */
    private boolean unwritable;

    FactsIndex(Path file) {
        this.file = file;
    }

    /**
     * Reads the file, the first time.
     *
     * @return what was wrong with it, for people
     */
    Optional<String> load() {
        if (loaded) return Optional.empty();
        loaded = true;
        try {
            entries.putAll(FactsCodec.decode(Files.readAllBytes(file)));
            return Optional.empty();
        } catch (FactsCodec.OtherVersionException e) {
            // Another version of this program wrote it; it is replaced without a word.
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.exists(file)) return Optional.empty();
            return Optional.of("The index of tests at " + file + " cannot be read (" + e.getMessage()
                    + "). It is built anew.");
        }
    }

    Optional<FileFacts> find(SourcePath path, ContentHash hash, String encoding) {
        Entry entry = entries.get(path);
        boolean fits = entry != null && entry.hash().equals(hash) && entry.encoding().equals(encoding);
        return fits ? Optional.of(entry.facts()) : Optional.empty();
    }

    void put(SourcePath path, ContentHash hash, String encoding, FileFacts facts) {
        entries.put(path, new Entry(hash, encoding, facts));
        changed = true;
    }

    /** Forgets all other files. */
    void retain(Set<SourcePath> paths) {
        changed |= entries.keySet().retainAll(paths);
    }

    /**
     * Writes what changed, as a whole or not at all; what cannot be written is, once there is room.
     *
     * @return why it could not be written, for people, when that is news
     */
    Optional<String> save() {
        if (!changed) return Optional.empty();
        try {
            CacheFile.replace(file, FactsCodec.encode(entries));
            changed = false;
            unwritable = false;
            return Optional.empty();
        } catch (IOException e) {
            if (unwritable) return Optional.empty();
            unwritable = true;
            return Optional.of("The index of tests cannot be written to " + file + " (" + e
                    + "). The next start will be slower.");
        }
    }

    record Entry(ContentHash hash, String encoding, FileFacts facts) {}
}
