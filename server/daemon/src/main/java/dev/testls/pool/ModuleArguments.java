package dev.testls.pool;

import java.nio.file.Path;
import java.util.List;

/**
 * How the JVM of tests is started that are in a Java module.
 *
 * @param path of the class path's entries those that are on the module path, in order
 * @param options for the JVM besides
 */
public record ModuleArguments(List<Path> path, List<String> options) {
    public ModuleArguments {
        path = List.copyOf(path);
        options = List.copyOf(options);
    }
}
