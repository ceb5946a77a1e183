package dev.testls.project;

import dev.testls.base.FileStamp;
import dev.testls.base.FileTree;
import java.io.IOException;
import java.nio.file.Files;
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

    /** Shows each file that is copied, with its stamp. */
    void walk(FileTree.Visitor visitor) throws IOException {
        if (!Files.isDirectory(directory)) return;
        List<PathPattern> excluded = PathPattern.all(excludes);
        boolean plainNames = !includes.isEmpty() && includes.stream().noneMatch(include -> include.contains("*") || include.contains("?"));
        if (plainNames) {
            // Often the project's directory itself, for its LICENSE: a walk would visit everything there is.
            for (String include : includes) {
                Path file = directory.resolve(include);
                boolean wanted = Files.isRegularFile(file) && !PathPattern.any(excluded, include);
                if (wanted) visitor.file(file, FileStamp.of(file));
            }
            return;
        }
        List<PathPattern> included = PathPattern.all(includes);
        FileTree.walk(directory, new FileTree.Visitor() {
            @Override
            public void file(Path file, FileStamp stamp) throws IOException {
                String relative = directory.relativize(file).toString().replace('\\', '/');
                boolean wanted = (included.isEmpty() || PathPattern.any(included, relative))
                        && !PathPattern.any(excluded, relative) && !PathPattern.isExcludedByDefault(relative);
                if (wanted) visitor.file(file, stamp);
            }

            @Override
            public void unreadable(Path below, IOException cause) {
                // What is in it is not copied.
            }
        });
    }
}
