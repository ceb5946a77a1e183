package dev.testls.model;

import java.util.Optional;

/**
 * Something that a compiler said. The user's broken code is data.
 *
 * @param line one-based; zero when the problem has no place
 * @param column one-based; zero when unknown
 * @param sourceLine the text of the line
 * @param length how many characters of the line are meant, at least one where there is a column
 */
public record Problem(Severity severity, Optional<SourcePath> file, int line, int column, int length, String message, String sourceLine) {
    /** A closed set. */
    public enum Severity { ERROR, WARNING }
}
