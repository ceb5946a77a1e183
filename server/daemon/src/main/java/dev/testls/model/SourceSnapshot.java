package dev.testls.model;

import dev.testls.base.ContentHash;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All source files of the workspace at one moment, and the text of those that an editor holds unsaved.
 *
 * @param unsaved text that stands in for a file's content; its hash in {@code files} is that of this text in UTF-8
 */
public record SourceSnapshot(SortedMap<SourcePath, SourceFile> files, Map<SourcePath, String> unsaved) {
    public SourceSnapshot {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        unsaved = Map.copyOf(unsaved);
    }

    public static SourceSnapshot empty() {
        return new SourceSnapshot(new TreeMap<>(), Map.of());
    }

    public Optional<ContentHash> hash(SourcePath path) {
        return Optional.ofNullable(files.get(path)).map(SourceFile::hash);
    }
}
