package dev.testls.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

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

    /** The same, with these entries elsewhere; an option names one behind a {@code =}. */
    ModuleArguments with(List<Path> entries, UnaryOperator<Path> elsewhere) {
        return new ModuleArguments(path.stream().map(it -> entries.contains(it) ? elsewhere.apply(it) : it).toList(), options.stream()
                .map(option -> entries.stream().filter(it -> option.endsWith("=" + it)).findFirst()
                        .map(it -> option.substring(0, option.indexOf('=') + 1) + elsewhere.apply(it)).orElse(option)).toList());
    }
}
