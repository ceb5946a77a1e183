package dev.testls.rpc;

import java.nio.charset.StandardCharsets;

/** A text that an editor holds. */
record Document(int version, String text) {
    /**
     * The same after an edit.
     *
     * @param utf8 whether columns count bytes of UTF-8; else UTF-16 code units
     */
    Document edit(int newVersion, int startLine, int startColumn, int endLine, int endColumn, String replacement, boolean utf8) {
        int start = offset(startLine, startColumn, utf8);
        int end = Math.max(start, offset(endLine, endColumn, utf8));
        return new Document(newVersion, text.substring(0, start) + replacement + text.substring(end));
    }

    /** Where a place is in the text; beyond a line's end is that end, beyond the last line is the text's end, as in LSP. */
    int offset(int line, int column, boolean utf8) {
        int at = 0;
        for (int i = 0; i < line; i++) {
            int end = lineEnd(at);
            if (end == text.length()) return end;
            at = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
        int end = lineEnd(at);
        if (!utf8) return (int) Math.min((long) at + Math.max(0, column), end);
        int bytes = 0;
        while (at < end && bytes < column) {
            int character = text.codePointAt(at);
            bytes += new String(Character.toChars(character)).getBytes(StandardCharsets.UTF_8).length;
            at += Character.charCount(character);
        }
        return at;
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') at++;
        return at;
    }
}
