package dev.testls.model;

import java.nio.file.Path;

/** An absolute, normalized path of a source file. The daemon's working directory never leaks into one. */
public record SourcePath(Path value) implements Comparable<SourcePath> {
    public SourcePath {
        if (!value.isAbsolute()) throw new IllegalArgumentException("not absolute: " + value);
        value = value.normalize();
    }

    public static SourcePath of(String path) {
        return new SourcePath(Path.of(path));
    }

    public String fileName() {
        return value.getFileName().toString();
    }

    @Override
    public int compareTo(SourcePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
