package dev.testls.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A terminal in small: knows line feed, carriage return, cursor-up, erase-line and colors, and fails on anything else
 * that is no printable character. It never scrolls: rows that would have scrolled away can still be read.
 */
final class Screen {
    private final int columns;
    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    Screen(int columns) {
        this.columns = columns;
    }

    void write(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '\u001b') {
                i = sequence(text, i);
                continue;
            }
            put(c);
            i += Character.charCount(c);
        }
    }

    /** What people see, without blanks at the ends of lines and empty lines at the end. */
    String text() {
        return rows.stream().map(line -> line.toString().stripTrailing()).collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private void put(int c) {
        if (c == '\n') {
            down();
            column = 0;
        } else if (c == '\r') {
            column = 0;
        } else if (c == '\t') {
            do {
                put(' ');
            } while (column % 8 != 0);
        } else if (Character.isISOControl(c) || c >= 0x2028 && c <= 0x202e) {
            throw new AssertionError(String.format("a raw control character U+%04X", c));
        } else {
            if (column >= columns) {
                down();
                column = 0;
            }
            StringBuilder line = rows.get(row);
            while (line.length() <= column) line.append(' ');
            line.setCharAt(column, c < 0x10000 && !Character.isSurrogate((char) c) ? (char) c : '?');
            column++;
        }
    }

    private void down() {
        row++;
        if (row == rows.size()) rows.add(new StringBuilder());
    }

    private int sequence(String text, int start) {
        int end = start + 2;
        while (end < text.length() && !Character.isLetter(text.charAt(end))) end++;
        if (end >= text.length() || text.charAt(start + 1) != '[') throw new AssertionError("a raw escape");
        String argument = text.substring(start + 2, end);
        switch (text.charAt(end)) {
            case 'm' -> { }
            case 'A' -> {
                row -= Integer.parseInt(argument);
                if (row < 0) throw new AssertionError("above the screen");
            }
            case 'K' -> {
                if (!argument.equals("2")) throw new AssertionError("unexpected way to erase: " + argument);
                rows.get(row).setLength(0);
            }
            default -> throw new AssertionError("unexpected sequence " + text.charAt(end));
        }
        return end + 1;
    }
}
