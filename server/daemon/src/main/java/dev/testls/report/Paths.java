package dev.testls.report;

import java.nio.file.Path;

/** How a file is named to people. */
final class Paths {
    private Paths() {}

    /** Relative to {@code base} when it stands below it, else as it is; nothing in it can harm a terminal. */
    static String relative(Path base, Path file) {
        return PrintableText.line((file.startsWith(base) ? base.relativize(file) : file).toString());
    }
}
