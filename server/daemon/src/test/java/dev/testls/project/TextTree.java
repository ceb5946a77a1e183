package dev.testls.project;

import dev.testls.base.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Directories told as text: {@code -- a/B.java --} and the file's lines, again and again. */
final class TextTree {
    private TextTree() {}

    static void write(Path root, String text) {
        Path file = null;
        StringBuilder content = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            boolean header = line.startsWith("-- ") && line.endsWith(" --");
            if (header) {
                if (file != null) write(file, content);
                file = root.resolve(line.substring(3, line.length() - 3));
                content.setLength(0);
            } else {
                content.append(line).append('\n');
            }
        }
        if (file != null) write(file, content);
    }

    /** Makes all files older: what was written while a build tool starts is suspect, and would be read again. */
    static void age(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() - 10_000));
            }
            awaitTick(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the file system's clock, which nobody can set back, shows another time than that of the last change. */
    static void awaitTick(Path root) throws IOException {
        Path probe = Files.createTempFile(root, "clock", "");
        FileStamp first = FileStamp.of(probe);
        for (int i = 0; FileStamp.of(probe).changed() == first.changed() && first.changed() != 0; i++) Files.write(probe, new byte[] {(byte) i});
        Files.delete(probe);
    }

    /** All files, sorted, one on a line. */
    static String list(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(root::relativize).map(Path::toString).sorted()
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, CharSequence content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content.toString().strip() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
