package dev.testls.project;

import java.nio.file.Path;
import java.util.List;

/**
 * A directory that the build copies resources from.
 *
 * @param targetPath where they go below the resource output; empty: to the top
 * @param filtered whether the build replaces expressions in them
 * @param delimiters what an expression in a filtered file begins with; a file without any of them is copied as it is
 * @param includes Ant patterns; empty: all
 */
public record ResourceRoot(
        Path directory, String targetPath, boolean filtered, List<String> delimiters,
        List<String> includes, List<String> excludes) {
    public ResourceRoot {
        delimiters = List.copyOf(delimiters);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }
}
