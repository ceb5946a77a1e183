package dev.testls.base;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * By what a file is told from what it was without reading it; one look at the file system takes it, and links are followed.
 *
 * <p>Size and time of writing can be set back by anybody ({@code touch -r}, {@code cp -p}); the time of the last change of the
 * inode and its number cannot, and a file that was put in another's place has others. They change for less than a new content,
 * too: {@code chmod}, a new name, a new link. So <b>law:</b> equal stamps, of which the first {@link #isSettled}, mean the same
 * content; different ones mean that the content has to be looked at.
 *
 * <p>Where the system tells no time of change (Windows), {@code changed} and {@code inode} are zero, and a content that was
 * replaced by one of equal size with the old time set back is not seen.
 *
 * @param size {@link #ABSENT}'s is negative
 * @param modified when the content was written, in nanoseconds since the epoch
 * @param changed when content, name or rights were changed, likewise; zero where the system does not tell
 */
public record FileStamp(long size, long modified, long changed, long inode) {
    /** Of what is not there, or cannot be looked at. */
    public static final FileStamp ABSENT = new FileStamp(-1, 0, 0, 0);

    /** Coarser than the time stamps of any file system in use (FAT's are two seconds). */
    private static final Duration GRAIN = Duration.ofSeconds(2);
    private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    /** Just these: all that there are cost three times as much, for the names of user and group. */
    private static final String WANTED = "unix:size,lastModifiedTime,ctime,ino,dev,isDirectory,isRegularFile";

    /** The stamp of what is there; {@link #ABSENT} when nothing is. */
    public static FileStamp of(Path file) {
        try {
            return look(file).stamp;
        } catch (IOException | InvalidPathException e) {
            return ABSENT;
        }
    }

    /** As {@link #of}, for a path that is often absent: an exception costs more than the question whether there is anything. */
    public static FileStamp ofRare(File file) {
        return file.exists() ? of(file.toPath()) : ABSENT;
    }

    public boolean exists() {
        return size >= 0;
    }

    /**
     * Whether a file that was found with this stamp at {@code epochMillis}, and read then or later, cannot have been written
     * again since with the same stamp: its last change is longer ago than the coarsest clock of a file system tells apart.
     */
    public boolean isSettled(long epochMillis) {
        return newest() <= TimeUnit.MILLISECONDS.toNanos(epochMillis - GRAIN.toMillis());
    }

    /** Whether the file was, or may have been, written at this moment or later. */
    public boolean isWrittenSince(long epochMillis) {
        return exists() && newest() >= TimeUnit.MILLISECONDS.toNanos(epochMillis - GRAIN.toMillis());
    }

    /** Whether the last change came after this moment, as far as the file system's clock tells. */
    public boolean isAfter(long epochMillis) {
        return exists() && newest() > TimeUnit.MILLISECONDS.toNanos(epochMillis);
    }

    /** Whether the file was written when the file system's clock showed this, or later. */
    public boolean isNotBefore(FileStamp other) {
        return exists() && newest() >= other.newest();
    }

    /** The file system's own clock at the last change. A time of writing can be set to any, also to one to come. */
    private long newest() {
        return changed == 0 ? modified : changed;
    }

    /** Everything that a walk over files has to know, in one look. */
    static Looked look(Path file) throws IOException {
        if (UNIX && file.getFileSystem() == FileSystems.getDefault()) {
            Map<String, Object> told = Files.readAttributes(file, WANTED);
            long inode = (Long) told.get("ino");
            FileStamp stamp = new FileStamp((Long) told.get("size"), nanos(told.get("lastModifiedTime")), nanos(told.get("ctime")), inode);
            boolean directory = (Boolean) told.get("isDirectory");
            return new Looked(stamp, directory, (Boolean) told.get("isRegularFile"), directory ? told.get("dev") + ":" + inode : "");
        }
        BasicFileAttributes told = Files.readAttributes(file, BasicFileAttributes.class);
        FileStamp stamp = new FileStamp(told.size(), nanos(told.lastModifiedTime()), 0, 0);
        return new Looked(stamp, told.isDirectory(), told.isRegularFile(), told.isDirectory() ? file.toRealPath().toString() : "");
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }

    /**
     * A file or directory as it was found.
     *
     * @param identity of a directory: equal for two paths that lead to the same one
     */
    record Looked(FileStamp stamp, boolean directory, boolean regular, String identity) {}
}
