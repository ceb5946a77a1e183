package dev.testls.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What jars, class directories and other files outside the workspace hold, so that one which was touched, or copied over by its
 * like, is the same as before, and a SNAPSHOT that bears the size and time of the last one is not.
 *
 * <p>An archive is known by its table of contents, which has the check sum of every entry: it is read in no time, however large
 * the archive is. A file is read once, and again when its stamp differs. Any thread.
 */
public final class LibraryContents {
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int END_MARK = 0x06054b50;

    private final Clock clock;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    public LibraryContents(Clock clock) {
        this.clock = clock;
    }

    /** The hash of what stands there now: of a directory, of all that is in it. What is not there has one, too. */
    public ContentHash of(Path path) {
        try {
            FileStamp.Looked looked = FileStamp.look(path);
            if (!looked.directory()) return ofFile(path, looked.stamp());
        } catch (IOException e) {
            return ContentHash.of("not there");
        }
        TreeMap<String, String> all = new TreeMap<>();
        try {
            FileTree.walk(path, (file, stamp) -> all.put(path.relativize(file).toString(), ofFile(file, stamp).hex()));
        } catch (IOException e) {
            return ContentHash.of("cannot be read");
        }
        return ContentHash.of(all.toString());
    }

    private ContentHash ofFile(Path file, FileStamp stamp) {
        Known before = known.get(file);
        if (before != null && before.settled && before.stamp.equals(stamp)) return before.hash;
        boolean settled = stamp.isSettled(clock.millis());
        try {
            Optional<ContentHash> archive = file.toString().endsWith(".jar") ? ofArchive(file) : Optional.empty();
            ContentHash hash = archive.isPresent() ? archive.get() : ContentHash.of(file);
            known.put(file, new Known(stamp, settled, hash));
            return hash;
        } catch (IOException e) {
            return ContentHash.of("cannot be read");
        }
    }

    /** The hash of an archive's table of contents; empty when it has none of the usual form. */
    private static Optional<ContentHash> ofArchive(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer end = read(channel, Math.max(0, size - END_BYTES - LONGEST_COMMENT), size);
            for (int at = end.limit() - END_BYTES; at >= 0; at--) {
                if (end.getInt(at) != END_MARK) continue;
                long length = Integer.toUnsignedLong(end.getInt(at + 12));
                long offset = Integer.toUnsignedLong(end.getInt(at + 16));
                // What stands before the first entry, a script perhaps, moves the table without telling.
                long begin = size - (end.limit() - at) - length;
                if (length == 0 || begin < offset || length > Integer.MAX_VALUE) return Optional.empty();
                return Optional.of(ContentHash.of(read(channel, begin, size).array()));
            }
            return Optional.empty();
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) throw new IOException("it became shorter");
        }
        return bytes.flip();
    }

    private record Known(FileStamp stamp, boolean settled, ContentHash hash) {}
}
