package dev.testls.jdt;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the build compiles of a side in one go.
 *
 * @param roots its source roots; empty: all
 * @param directory of the output where its class files stand, with slashes; empty: the output itself
 */
record CompilerPart(List<Path> roots, String directory, CompilerSettings settings) {
    boolean has(String source) {
        return roots.isEmpty() || roots.stream().anyMatch(Path.of(source)::startsWith);
    }

    /** Class files under the names of where they stand in the output. */
    Map<String, byte[]> placed(Map<String, byte[]> classes) {
        Map<String, byte[]> placed = new TreeMap<>();
        classes.forEach((name, content) -> placed.put(directory.isEmpty() ? name : directory + "/" + name, content));
        return placed;
    }

    /** The class's name, of the name that {@link #placed} gave it. */
    String named(String placed) {
        return !directory.isEmpty() && placed.startsWith(directory + "/") ? placed.substring(directory.length() + 1) : placed;
    }
}
