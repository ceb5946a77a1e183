package dev.testls.model;

import dev.testls.base.ContentHash;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All source files of the workspace at one moment, and the text of those that an editor holds unsaved.
 *
 * @param unsaved text that stands in for a file's content; its hash in {@code files} is that of this text in UTF-8
 */
public record SourceSnapshot(SortedMap<SourceFile.Id, SourceFile> files, Map<SourcePath, String> unsaved) {
    public SourceSnapshot {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        unsaved = Map.copyOf(unsaved);
    }

    /** Of two files that are the same one to the same module the first counts: source roots may stand within each other. */
    public static SourceSnapshot of(Collection<SourceFile> files, Map<SourcePath, String> unsaved) {
        TreeMap<SourceFile.Id, SourceFile> byId = new TreeMap<>();
        files.forEach(file -> byId.putIfAbsent(file.id(), file));
        return new SourceSnapshot(byId, unsaved);
    }

    public static SourceSnapshot empty() {
        return of(List.of(), Map.of());
    }

    /** What each file holds, whosever it is. */
    public SortedMap<SourcePath, ContentHash> hashes() {
        return files.values().stream().collect(Collectors.toMap(SourceFile::path, SourceFile::hash, (one, same) -> one, TreeMap::new));
    }
}
