package dev.testls.rpc;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A command line as the client's process saw it.
 *
 * @param arguments without the program's name
 * @param workingDirectory absolute
 * @param terminal whether standard output is one
 * @param errorTerminal whether standard error is one
 * @param color whether escape sequences are welcome on standard output
 * @param columns of the terminal; zero when there is none
 */
public record ExecRequest(
        List<String> arguments, Path workingDirectory, SortedMap<String, String> environment,
        boolean terminal, boolean errorTerminal, boolean color, int columns, Input input) {
    public ExecRequest {
        arguments = List.copyOf(arguments);
        if (!workingDirectory.isAbsolute()) throw new IllegalArgumentException("not absolute: " + workingDirectory);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        if (columns < 0) throw new IllegalArgumentException("columns: " + columns);
    }
}
