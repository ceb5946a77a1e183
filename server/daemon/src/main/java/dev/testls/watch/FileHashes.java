package dev.testls.watch;

import dev.testls.model.FileContents;
import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes of files, and what directories list, read again only where a stamp differs from the last look.
 *
 * <p>A file that was written shortly before it was read is read again the next time, as by {@link SourceScanner}. What
 * cannot be read is not there. Not for use by two threads at once.
 */
public final class FileHashes implements FileContents {
    private static final long MOST_READ = 1L << 28;

    private final Clock clock;
    private final Map<Path, Known<ContentHash>> contents = new HashMap<>();
    private final Map<Path, Known<List<String>>> listings = new HashMap<>();

    public FileHashes(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean exists(Path file) {
        return file.toFile().exists();
    }

    @Override
    public Optional<ContentHash> hash(Path file) {
        return look(file.toFile(), contents, () -> {
            File it = file.toFile();
            if (!it.isFile()) return Optional.empty();
            // Nobody waits for gigabytes to be read: of so large a file its stamp must do, which differs no less often.
            return Optional.of(it.length() > MOST_READ ? ContentHash.of(FileStamp.of(file).toString()) : ContentHash.of(file));
        });
    }

    @Override
    public Optional<List<String>> names(Path directory) {
        return look(directory.toFile(), listings, () -> {
            File[] files = directory.toFile().listFiles();
            return Optional.ofNullable(files).map(them -> Arrays.stream(them).map(it -> it.isDirectory() ? it.getName() + "/" : it.getName()).sorted().toList());
        });
    }

    @Override
    public boolean changedAfter(Path file, long epochMillis) {
        return FileStamp.of(file).isAfter(epochMillis);
    }

    @Override
    public boolean writtenSince(Path file, long epochMillis) {
        return FileStamp.of(file).isWrittenSince(epochMillis);
    }

    private <T> Optional<T> look(File file, Map<Path, Known<T>> all, Reading<T> reading) {
        Path path = file.toPath();
        Known<T> known = all.get(path);
        // Most of what is looked for and not known is not there, as tests look in many places.
        FileStamp stamp = known == null ? FileStamp.ofRare(file) : FileStamp.of(path);
        if (!stamp.exists()) {
            all.remove(path);
            return Optional.empty();
        }
        if (known != null && !known.racy && known.stamp.equals(stamp)) return known.value;
        boolean racy = !stamp.isSettled(clock.millis());
        Optional<T> value;
        try {
            value = reading.read();
        } catch (IOException e) {
            value = Optional.empty();
        }
        all.put(path, new Known<>(stamp, racy, value));
        return value;
    }

    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> read() throws IOException;
    }

    private record Known<T>(FileStamp stamp, boolean racy, Optional<T> value) {}
}
