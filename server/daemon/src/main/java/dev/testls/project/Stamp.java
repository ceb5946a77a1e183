package dev.testls.project;

import dev.testls.base.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * A file as it was: size and time tell quickly that nothing happened, the hash tells it for certain.
 *
 * @param size {@link #ABSENT} when there was no such file
 * @param modified nanoseconds since the epoch, as the file system tells; {@link #UNKNOWN} equals no file's
 */
record Stamp(long size, long modified, String hash) {
    static final long ABSENT = -1;
    static final long UNKNOWN = Long.MIN_VALUE;

    /** The stamp of {@code file}, whose content may be read. */
    static Stamp of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) return new Stamp(ABSENT, 0, "");
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return of(attributes, ContentHash.of(Files.readAllBytes(file)).hex());
    }

    static Stamp of(BasicFileAttributes attributes, String hash) {
        return new Stamp(attributes.size(), nanos(attributes.lastModifiedTime()), hash);
    }

    /** As this, but of a file that may have changed while it was used: it will be looked at again. */
    Stamp suspect() {
        return new Stamp(size, UNKNOWN, hash);
    }

    /** Whether the file was written at {@code moment} or later. */
    boolean notBefore(FileTime moment) {
        return size != ABSENT && modified >= nanos(moment);
    }

    /**
     * Whether the file's content is certainly the one that was stamped. A stamp without a hash, or a suspect one, is
     * never.
     */
    boolean isOfSameContent(Path file) throws IOException {
        return !hash.isEmpty() && modified != UNKNOWN && of(file).hash.equals(hash);
    }

    boolean looksLike(Stamp other) {
        return size == other.size && modified == other.modified;
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
