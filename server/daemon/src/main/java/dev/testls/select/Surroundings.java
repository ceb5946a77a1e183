package dev.testls.select;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is around the workspace as a run sees it. Values are compared by their hashes, and never leave memory.
 *
 * @param root the workspace's; empty: nothing is outside
 * @param temporary directories in which tests make files of their own
 * @param ours directories of this program's own
 * @param environment of who asks, but for what means nothing to a test
 * @param properties system properties that the run was asked with, over the build's, which are a part of the foundation
 */
public record Surroundings(Optional<Path> root, List<Path> temporary, List<Path> ours, SortedMap<String, String> environment,
        SortedMap<String, String> properties) {
    public Surroundings {
        temporary = List.copyOf(temporary);
        ours = List.copyOf(ours);
        environment = new TreeMap<>(environment);
        properties = new TreeMap<>(properties);
    }

    static Surroundings none() {
        return new Surroundings(Optional.empty(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>());
    }

    boolean isOutside(Path file) {
        return root.isPresent() && !file.startsWith(root.get());
    }

    boolean isTemporary(Path file) {
        return isOutside(file) && temporary.stream().anyMatch(file::startsWith);
    }

    boolean isOurs(Path file) {
        return ours.stream().anyMatch(file::startsWith);
    }
}
