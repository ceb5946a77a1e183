package dev.testls.report;

import java.nio.file.Path;

/**
 * How the terminal report looks.
 *
 * @param columns of the terminal; zero when unknown, and then nothing is shortened
 * @param durations how many of the slowest tests the end tells
 * @param base files below it are named relative to it
 */
public record TerminalOptions(
        Redraw redraw, Color color, int columns, Verbosity verbosity, TraceStyle trace, Timing timing,
        int durations, Path base) {
    public TerminalOptions {
        if (columns < 0 || durations < 0) throw new IllegalArgumentException("negative: " + columns + ", " + durations);
    }

    /** Plain lines without color, as a pipe gets them. */
    public static TerminalOptions plain(Path base) {
        return new TerminalOptions(Redraw.NEVER, Color.NONE, 0, Verbosity.NORMAL, TraceStyle.SHORT, Timing.HIDDEN, 0, base);
    }

    /** Whether a progress area at the bottom is drawn again and again, which only a terminal can do. */
    public enum Redraw { LIVE, NEVER }

    /** Whether words are colored. */
    public enum Color { ANSI, NONE }

    /** {@code QUIET}: failures and the summary; {@code NORMAL}: also classes; {@code VERBOSE}: also each test. */
    public enum Verbosity { QUIET, NORMAL, VERBOSE }

    /** Whether the steps between the question and the first test are told, each with its time. */
    public enum Timing { HIDDEN, SHOWN }

    /** Whether a trace keeps only the frames that people wrote, or all. */
    public enum TraceStyle { SHORT, FULL }
}
