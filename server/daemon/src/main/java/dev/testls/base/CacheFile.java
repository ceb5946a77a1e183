package dev.testls.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that the daemon keeps for its next life, and that may be lost without harm. Whoever reads one gets what was written or
 * nothing: a disk can lose bytes, and people clean up.
 */
public final class CacheFile {
    private static final int HEAD = ContentHash.of("").hex().length() + 1;

    private CacheFile() {}

    /** What {@link #write} wrote; empty when it is not there as it was written. */
    public static Optional<byte[]> read(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            if (all.length < HEAD) return Optional.empty();
            byte[] content = Arrays.copyOfRange(all, HEAD, all.length);
            return Arrays.equals(head(content), Arrays.copyOf(all, HEAD)) ? Optional.of(content) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes the content behind a line with its hash. */
    public static void write(Path file, byte[] content) throws IOException {
        byte[] all = Arrays.copyOf(head(content), HEAD + content.length);
        System.arraycopy(content, 0, all, HEAD, content.length);
        replace(file, all);
    }

    private static byte[] head(byte[] content) {
        return (ContentHash.of(content).hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts these bytes there, as a whole or not at all, whatever stood there before. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Path partial = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        try {
            Files.write(partial, bytes);
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) delete(file);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Makes a directory of ours; a file that stands in its place goes. What is around it is not ours to delete. */
    public static void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) return;
        Files.deleteIfExists(directory);
        Files.createDirectories(directory);
    }

    /** The same for a directory somewhere below one of ours, and for all in between. */
    public static void makeDirectories(Path ours, Path directory) throws IOException {
        if (Files.isDirectory(directory)) return;
        if (!directory.equals(ours)) makeDirectories(ours, directory.getParent());
        makeDirectory(directory);
    }

    /** Deletes what stands there, also a directory with all that is in it. */
    public static void delete(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(path)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) Files.deleteIfExists(each);
    }
}
