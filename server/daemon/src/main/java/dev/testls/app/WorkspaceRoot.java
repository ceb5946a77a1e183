package dev.testls.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rule that tells which workspace a directory is part of; the same as the native client's, by golden examples. */
final class WorkspaceRoot {
    private WorkspaceRoot() {}

    /**
     * The nearest ancestor of {@code directory}, itself included, that holds {@code .mvn} or {@code mvnw} beside a
     * {@code pom.xml}; else, from the nearest ancestor that holds a {@code pom.xml}, the topmost of the unbroken line
     * of such ancestors; else the directory itself. Symbolic links are resolved.
     */
    static Path of(Path directory) throws Refusal {
        Path start;
        try {
            start = directory.toRealPath();
        } catch (IOException e) {
            throw new Refusal(directory + ": no such directory", e);
        }
        if (!Files.isDirectory(start)) throw new Refusal(directory + ": not a directory");
        for (@Nullable Path at = start; at != null; at = at.getParent()) {
            if (holds(at, "pom.xml") && (holds(at, ".mvn") || holds(at, "mvnw"))) return at;
        }
        @Nullable Path root = start;
        while (root != null && !holds(root, "pom.xml")) root = root.getParent();
        if (root == null) return start;
        while (root.getParent() != null && holds(root.getParent(), "pom.xml")) root = root.getParent();
        return root;
    }

    private static boolean holds(Path directory, String name) {
        return Files.exists(directory.resolve(name));
    }
}
