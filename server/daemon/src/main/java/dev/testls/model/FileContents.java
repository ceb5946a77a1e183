package dev.testls.model;

import dev.testls.base.ContentHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file system, as far as tests look at it. What cannot be read is not there. */
public interface FileContents {
    /** Whether there is anything of this name; cheaper than to ask what. */
    boolean exists(Path file);

    /** The hash of a regular file's bytes; empty where there is none. */
    Optional<ContentHash> hash(Path file);

    /** What a directory lists, sorted, directories with a slash at their end; empty where there is no directory. */
    Optional<List<String>> names(Path directory);

    /** Whether something is there that was made, or written, after this moment. */
    boolean changedAfter(Path file, long epochMillis);

    /** Whether the file was, or may have been, written at this moment or later. */
    boolean writtenSince(Path file, long epochMillis);
}
