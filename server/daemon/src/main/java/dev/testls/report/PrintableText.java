package dev.testls.report;

import dev.testls.report.TerminalOptions.Color;

/**
 * Text of tests made harmless for a terminal.
 *
 * <p>Kept: printable characters, line feeds, tabs, and, where color is wanted, sequences that only set colors; after
 * those each line ends with a reset. A carriage return becomes a line end. Sequences that set colors vanish where color
 * is not wanted. Every other control character is shown as its picture ({@code ␛}), so that no test can move the
 * cursor, set the title or clear the screen. Characters that turn the writing direction vanish; half a surrogate pair
 * becomes {@code �}.
 */
final class PrintableText {
    private static final char ESCAPE = '\u001b';

    private PrintableText() {}

    /** Many lines, separated by line feeds. */
    static String lines(String text, Color color) {
        if (isHarmless(text)) return text;
        StringBuilder out = new StringBuilder(text.length() + 16);
        boolean colored = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int colorEnd = c == ESCAPE ? colorSequenceEnd(text, i) : -1;
            if (colorEnd > 0) {
                if (color == Color.ANSI) {
                    out.append(text, i, colorEnd);
                    colored = true;
                }
                i = colorEnd;
                continue;
            }
            if (c == '\r' || c == '\n') {
                if (colored) out.append(Style.RESET);
                colored = false;
                out.append('\n');
                i += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 2 : 1;
                continue;
            }
            appendVisible(out, c);
            i += Character.charCount(c);
        }
        if (colored) out.append(Style.RESET);
        return out.toString();
    }

    /** One line without any color: line ends and tabs become blanks. */
    static String line(String text) {
        return lines(text, Color.NONE).replace('\n', ' ').replace('\t', ' ');
    }

    /** The first line that is not blank, as {@link #line} makes it. */
    static String firstLine(String text) {
        return lines(text, Color.NONE).lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("")
                .replace('\t', ' ');
    }

    private static boolean isHarmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f || c == '\n' || c == '\t') continue;
            if (c < 0xa0 || Character.isSurrogate(c) || isInvisible(c)) return false;
        }
        return true;
    }

    private static void appendVisible(StringBuilder out, int c) {
        if (c == '\t') {
            out.append('\t');
        } else if (c < ' ') {
            out.append((char) ('\u2400' + c));
        } else if (c == 0x7f) {
            out.append('\u2421');
        } else if (c >= 0x80 && c < 0xa0 || c >= 0xd800 && c <= 0xdfff) {
            out.append('\ufffd');
        } else if (c == 0x2028 || c == 0x2029) {
            out.append(' ');
        } else if (!isInvisible(c)) {
            out.appendCodePoint(c);
        }
    }

    /** Line separators that terminals disagree on, and characters that turn the writing direction. */
    private static boolean isInvisible(int c) {
        return c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f || c == 0x61c;
    }

    /** Where a sequence {@code ESC [ digits ; ... m} that starts at {@code start} ends, or -1 when it is none. */
    private static int colorSequenceEnd(String text, int start) {
        if (start + 1 >= text.length() || text.charAt(start + 1) != '[') return -1;
        int end = start + 2;
        while (end < text.length() && (Character.digit(text.charAt(end), 10) >= 0 && text.charAt(end) < 0x80
                || text.charAt(end) == ';')) {
            end++;
        }
        return end < text.length() && text.charAt(end) == 'm' ? end + 1 : -1;
    }
}
