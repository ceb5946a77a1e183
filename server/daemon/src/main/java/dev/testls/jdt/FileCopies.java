package dev.testls.jdt;

import dev.testls.base.CacheFile;
import dev.testls.base.FileStamp;
import dev.testls.base.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies of files that are made again only where the file is another than when it was copied. What was copied in an earlier life is copied anew. */
final class FileCopies {
    private final Clock clock;
    /** By the copy: its file's stamp, and its own. */
    private final Map<Path, Copy> copies = new HashMap<>();

    private record Copy(FileStamp file, FileStamp copy) {}

    FileCopies(Clock clock) {
        this.clock = clock;
    }

    /**
     * Makes {@code to} hold what {@code from} holds.
     *
     * @param notThese of {@code from}, relative to it: they are not copied
     * @param own of {@code to}, relative to it: they stay, whatever stands under their names in {@code from}
     */
    void copy(Path from, Set<Path> notThese, Path to, Set<Path> own) throws IOException {
        Set<Path> wanted = new HashSet<>(own);
        FileTree.walk(from, (file, stamp) -> {
            Path relative = from.relativize(file);
            if (!notThese.contains(relative) && wanted.add(relative)) copy(file, stamp, to, to.resolve(relative));
        });
        List<Path> surplus = new ArrayList<>();
        FileTree.walk(to, (file, stamp) -> {
            if (!wanted.contains(to.relativize(file))) surplus.add(file);
        });
        for (Path file : surplus) {
            CacheFile.delete(file);
            copies.remove(file);
        }
    }

    private void copy(Path file, FileStamp stamp, Path directory, Path copy) throws IOException {
        Copy known = copies.get(copy);
        if (known != null && known.file().equals(stamp) && known.copy().equals(FileStamp.of(copy))) return;
        CacheFile.makeDirectories(directory, copy.getParent());
        CacheFile.delete(copy);
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        if (stamp.isSettled(clock.millis())) copies.put(copy, new Copy(stamp, FileStamp.of(copy)));
        else copies.remove(copy);
    }
}
