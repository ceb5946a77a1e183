package dev.testls.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A command line as the client's process saw it.
 *
 * @param arguments without the program's name
 * @param workingDirectory of the client's process, {@code -C} not yet applied
 * @param columns of the terminal; zero when there is none
 * @param color whether escape sequences are welcome on standard output: a terminal, no {@code NO_COLOR}
 * @param terminal whether standard output is a terminal, so that lines may be redrawn
 */
public record Call(
        List<String> arguments, Path workingDirectory, SortedMap<String, String> environment,
        boolean terminal, boolean errorTerminal, boolean color, int columns, Input input) {
    public Call {
        arguments = List.copyOf(arguments);
        environment = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** What can be typed; a closed set. {@code KEYS}: each key as it is pressed; {@code LINES}: whole lines only. */
    public enum Input { NONE, LINES, KEYS }
}
