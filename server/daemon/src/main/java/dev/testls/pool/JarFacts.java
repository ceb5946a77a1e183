package dev.testls.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The packages of jars, remembered in memory and on disk: reading a jar's classes takes longer than a test does.
 *
 * <p>A jar is known by path, size and time. Whatever is wrong with the files on disk, the jar is read again.
 */
final class JarFacts {
    private static final String FORMAT = "jar-packages 1";

    private final Path directory;
    private final Map<String, JarPackages> known = new ConcurrentHashMap<>();

    JarFacts(Path directory) {
        this.directory = directory;
    }

    JarPackages of(Path jar) {
        return known.computeIfAbsent(FileStamp.of(jar).toString(), stamp -> find(jar, stamp));
    }

    private JarPackages find(Path jar, String stamp) {
        Path file = directory.resolve(dev.testls.base.ContentHash.of(stamp).hex());
        try {
            String[] lines = Files.readString(file).split("\n", -1);
            if (lines.length == 4 && lines[0].equals(FORMAT) && lines[1].equals(stamp)) {
                return new JarPackages(names(lines[2]), names(lines[3]));
            }
        } catch (IOException | IllegalArgumentException e) {
            // Not there, or not readable: it is made anew.
        }
        JarPackages read = JarPackages.read(jar);
        save(file, String.join("\n", FORMAT, stamp, text(read.defined()), text(read.referred())));
        return read;
    }

    /** A disk that cannot be written costs time, nothing else. */
    private void save(Path file, String text) {
        try {
            Files.createDirectories(directory);
            Path fresh = Files.createTempFile(directory, "jar", ".tmp");
            try {
                Files.writeString(fresh, text);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            // Read again next time.
        }
    }

    private static Set<String> names(String line) {
        return Set.of(line.split(" ", -1));
    }

    /** A name with white space is of a text that is no package. */
    private static String text(Set<String> packages) {
        return packages.stream().filter(name -> name.chars().noneMatch(Character::isWhitespace))
                .sorted().collect(Collectors.joining(" "));
    }
}
