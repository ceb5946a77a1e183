package dev.testls.report;

import dev.testls.report.TerminalOptions.Color;

/** A way to set words off, as a terminal's select-graphic-rendition sequence. */
enum Style {
    PLAIN(""), BOLD("1"), DIM("2"), RED("31"), GREEN("32"), YELLOW("33"), CYAN("36"), RED_BOLD("1;31"),
    GREEN_BOLD("1;32"), YELLOW_BOLD("1;33"), RED_REVERSED("7;31"), GREEN_REVERSED("7;32");

    static final String RESET = "\u001b[0m";

    private final String codes;

    Style(String codes) {
        this.codes = codes;
    }

    /** {@code text} in this style, or as it is where color is not wanted. */
    String paint(Color color, String text) {
        if (color == Color.NONE || codes.isEmpty() || text.isEmpty()) return text;
        return "\u001b[" + codes + "m" + text + RESET;
    }
}
