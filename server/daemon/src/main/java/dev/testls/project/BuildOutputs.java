package dev.testls.project;

import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the build tool's outputs are made and where they are used. They are made aside, and brought over once the read
 * was good: until then the old ones serve.
 *
 * <p>What is used stays in one place from read to read, and a file that did not change is not touched, so that neither
 * class files that stand beside it nor JVMs that have it on their class path grow old without need.
 */
final class BuildOutputs {
    private final Path live;
    private final Path next;

    /** The two names are of one length: a path in a made file, even a binary one, can be replaced by the other. */
    BuildOutputs(Path directory) {
        this.live = directory.resolve("live");
        this.next = directory.resolve("next");
    }

    /** An empty directory to make outputs in. */
    Path makeNext() throws IOException {
        CacheFile.delete(next);
        return Files.createDirectories(next);
    }

    /** Where what is made here will be used. */
    Path whereUsed(Path made) {
        return live.resolve(next.relativize(made).toString());
    }

    /** What is used here, by the name that {@link #bringOver} tells. */
    String nameOf(Path used) {
        return live.relativize(used).toString();
    }

    /** Of what was made only these directories are to be used. */
    void keepOnly(Collection<Path> directories) throws IOException {
        for (Path file : files(next)) {
            if (directories.stream().noneMatch(file::startsWith)) Files.delete(file);
        }
    }

    /** All files below a directory; none where there is no such directory. */
    static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    /** Deletes what is in use, for when nobody knows what it was made of. */
    void deleteUsed() throws IOException {
        CacheFile.delete(live);
    }

    /** The text that was written of the outputs where they were made, as it is true of them where they are used. */
    String asUsed(String json) {
        return json.replace(inJson(next), inJson(live));
    }

    /**
     * Brings over what was made.
     *
     * @param madeBefore the last answer of this method: what of it is made no more vanishes
     * @return the files that were made, relative, each with the hash of its content
     * @throws IOException when it could not be finished; bringing over anew repairs it
     */
    SortedMap<String, String> bringOver(Collection<String> madeBefore) throws IOException {
        SortedMap<String, String> made = new TreeMap<>();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(next)) {
            all = walk.sorted().toList();
        }
        for (Path path : all) {
            Path relative = next.relativize(path);
            Path used = live.resolve(relative.toString());
            if (Files.isDirectory(path)) {
                CacheFile.makeDirectory(used);
            } else {
                bringOver(path, used);
                made.put(relative.toString(), ContentHash.of(used).hex());
            }
        }
        for (String old : madeBefore) {
            if (!made.containsKey(old)) CacheFile.delete(live.resolve(old));
        }
        CacheFile.delete(next);
        return made;
    }

    /**
     * What of the files that were made is not as it was; empty when all are. Reads them.
     *
     * @param others absolute paths of those that somebody else looks after
     */
    Optional<String> damaged(Map<String, String> made, Set<String> others) {
        return made.entrySet().parallelStream().filter(it -> isOurs(it.getKey(), others) && !isAsMade(live.resolve(it.getKey()), it.getValue()))
                .map(Map.Entry::getKey).findAny();
    }

    /** Class files are the compiler's, wherever they come from. */
    private boolean isOurs(String made, Set<String> others) {
        return !made.endsWith(".class") && !others.contains(live.resolve(made).toString());
    }

    private static boolean isAsMade(Path file, String hash) {
        try {
            // One that is gone was deleted with its source.
            return Files.notExists(file) || ContentHash.of(file).hex().equals(hash);
        } catch (IOException e) {
            return false;
        }
    }

    private void bringOver(Path made, Path used) throws IOException {
        byte[] content = Files.readAllBytes(made);
        byte[] from = next.toString().getBytes(StandardCharsets.UTF_8);
        byte[] to = live.toString().getBytes(StandardCharsets.UTF_8);
        boolean namesItself = false;
        for (int at = indexOf(content, from, 0); at >= 0; at = indexOf(content, from, at + to.length)) {
            System.arraycopy(to, 0, content, at, to.length);
            namesItself = true;
        }
        if (Files.isDirectory(used)) CacheFile.delete(used);
        if (Files.isRegularFile(used) && Arrays.equals(Files.readAllBytes(used), content)) return;
        if (namesItself) Files.write(made, content);
        Files.move(made, used, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int indexOf(byte[] content, byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= content.length; at++) {
            int matching = Arrays.mismatch(content, at, at + wanted.length, wanted, 0, wanted.length);
            if (matching < 0) return at;
        }
        return -1;
    }

    private static String inJson(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
