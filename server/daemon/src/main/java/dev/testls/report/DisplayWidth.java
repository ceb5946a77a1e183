package dev.testls.report;

/** How many columns of a terminal text takes, as far as Unicode's blocks tell without tables. */
final class DisplayWidth {
    private DisplayWidth() {}

    /** The columns of one line without control characters. */
    static int of(String line) {
        return line.codePoints().map(DisplayWidth::of).sum();
    }

    /** {@code line} if it fits into {@code columns}, else its beginning and an ellipsis. */
    static String truncate(String line, int columns) {
        if (of(line) <= columns) return line;
        if (columns <= 0) return "";
        int used = 0;
        int end = 0;
        while (end < line.length()) {
            int c = line.codePointAt(end);
            if (used + of(c) > columns - 1) break;
            used += of(c);
            end += Character.charCount(c);
        }
        return line.substring(0, end) + "…";
    }

    private static int of(int c) {
        int type = Character.getType(c);
        boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
        if (mark || type == Character.FORMAT) return 0;
        return isWide(c) ? 2 : 1;
    }

    /** The blocks that East Asian Width calls wide or fullwidth, and pictographs. */
    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0x303e
                || c >= 0x3041 && c <= 0x33ff
                || c >= 0x3400 && c <= 0x4dbf
                || c >= 0x4e00 && c <= 0x9fff
                || c >= 0xa000 && c <= 0xa4cf
                || c >= 0xa960 && c <= 0xa97f
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x1f64f
                || c >= 0x1f680 && c <= 0x1f6ff
                || c >= 0x1f900 && c <= 0x1f9ff
                || c >= 0x20000 && c <= 0x3fffd;
    }
}
