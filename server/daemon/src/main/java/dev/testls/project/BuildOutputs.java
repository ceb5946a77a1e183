package dev.testls.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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
        deleteTree(next);
        return Files.createDirectories(next);
    }

    /** Deletes what is in use, for when nobody knows what it was made of. */
    void deleteUsed() throws IOException {
        deleteTree(live);
    }

    /** The text that was written of the outputs where they were made, as it is true of them where they are used. */
    String asUsed(String json) {
        return json.replace(inJson(next), inJson(live));
    }

    /**
     * Brings over what was made.
     *
     * @param madeBefore the last answer of this method: what of it is made no more vanishes
     * @return the files that were made, relative
     * @throws IOException when it could not be finished; bringing over anew repairs it
     */
    SortedSet<String> bringOver(Collection<String> madeBefore) throws IOException {
        SortedSet<String> made = new TreeSet<>();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(next)) {
            all = walk.sorted().toList();
        }
        for (Path path : all) {
            Path relative = next.relativize(path);
            Path used = live.resolve(relative.toString());
            if (Files.isDirectory(path)) {
                if (Files.isRegularFile(used)) Files.delete(used);
                Files.createDirectories(used);
            } else {
                made.add(relative.toString());
                bringOver(path, used);
            }
        }
        for (String old : madeBefore) {
            if (!made.contains(old)) Files.deleteIfExists(live.resolve(old));
        }
        deleteTree(next);
        return made;
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
        if (Files.isDirectory(used)) deleteTree(used);
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

    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) Files.deleteIfExists(path);
    }
}
