package dev.testls.pool;

import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import dev.testls.base.LibraryContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The packages of jars, remembered in memory and on disk: reading a jar's classes takes longer than a test does.
 *
 * <p>A jar is known by path and content. Whatever is wrong with the files on disk, the jar is read again.
 */
final class JarFacts {
    private static final String FORMAT = "jar-packages 2";

    private final Path directory;
    private final LibraryContents contents = new LibraryContents(Clock.systemUTC());
    private final Map<String, JarPackages> known = new ConcurrentHashMap<>();

    JarFacts(Path directory) {
        this.directory = directory;
    }

    JarPackages of(Path jar) {
        return known.computeIfAbsent(stamped(jar).toString(), stamp -> find(jar, stamp));
    }

    /** The jar in the state that it is in: one that was touched, or copied over by its like, is the same. */
    Stamped stamped(Path jar) {
        return new Stamped(jar, contents.of(jar).hex());
    }

    private JarPackages find(Path jar, String stamp) {
        Path file = directory.resolve(ContentHash.of(stamp).hex());
        Optional<String> saved = CacheFile.read(file).map(it -> new String(it, StandardCharsets.UTF_8));
        String[] lines = saved.orElse("").split("\n", -1);
        if (lines.length == 4 && lines[0].equals(FORMAT) && lines[1].equals(stamp)) {
            return new JarPackages(names(lines[2]), names(lines[3]));
        }
        JarPackages read = JarPackages.read(jar);
        save(file, String.join("\n", FORMAT, stamp, text(read.defined()), text(read.referred())));
        return read;
    }

    /** A disk that cannot be written costs time, nothing else. */
    private void save(Path file, String text) {
        try {
            CacheFile.write(file, text.getBytes(StandardCharsets.UTF_8));
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
