package dev.testls.pool;

import dev.testls.base.FileStamp;
import java.nio.file.Path;

/**
 * A file or directory in a state; equal ones are in the same.
 *
 * @param state the hash of its content, or where that may be much, its stamp
 */
record Stamped(Path path, String state) {
    /** By its stamp. */
    static Stamped of(Path path) {
        return new Stamped(path, FileStamp.of(path).toString());
    }
}
