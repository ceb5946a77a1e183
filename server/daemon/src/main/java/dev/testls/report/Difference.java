package dev.testls.report;

import dev.testls.report.TerminalOptions.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * What was expected against what came.
 *
 * <p>Single lines stand below each other, and with color the characters that differ are set off. Texts of many lines
 * become a unified difference of lines, with a little context around each change.
 */
final class Difference {
    private static final int CONTEXT = 3;
    private static final int MAX_LINES = 200;
    /** Above this many pairs of lines only the common head and tail are sought: the table would be too large. */
    private static final long MAX_PAIRS = 4_000_000;

    private Difference() {}

    static List<String> lines(String expected, String actual, Color color) {
        String left = PrintableText.lines(expected, Color.NONE);
        String right = PrintableText.lines(actual, Color.NONE);
        if (left.indexOf('\n') >= 0 || right.indexOf('\n') >= 0) return unified(left, right, color);
        int head = commonHead(left, right);
        int tail = commonTail(left, right, head);
        return List.of(
                Style.GREEN.paint(color, "expected: <")
                        + marked(left, head, tail, Style.GREEN, Style.GREEN_REVERSED, color)
                        + Style.GREEN.paint(color, ">"),
                Style.RED.paint(color, " but was: <")
                        + marked(right, head, tail, Style.RED, Style.RED_REVERSED, color)
                        + Style.RED.paint(color, ">"));
    }

    /** Texts with nothing in common are not set off: then everything differs. */
    private static String marked(String text, int head, int tail, Style same, Style different, Color color) {
        if (head + tail == 0 || text.length() == head + tail) return same.paint(color, text);
        int end = text.length() - tail;
        return same.paint(color, text.substring(0, head)) + different.paint(color, text.substring(head, end))
                + same.paint(color, text.substring(end));
    }

    private static List<String> unified(String expected, String actual, Color color) {
        List<Edit> edits = edits(expected.split("\n", -1), actual.split("\n", -1));
        List<String> out = new ArrayList<>();
        out.add(Style.GREEN.paint(color, "- expected") + "  " + Style.RED.paint(color, "+ actual"));
        boolean[] shown = shown(edits);
        boolean gap = false;
        for (int i = 0; i < edits.size(); i++) {
            if (!shown[i]) {
                gap = true;
                continue;
            }
            if (out.size() > MAX_LINES) {
                out.add("… the difference goes on");
                break;
            }
            if (gap) out.add(Style.CYAN.paint(color, "@@"));
            gap = false;
            out.add(edits.get(i).paint(color));
        }
        if (edits.stream().allMatch(edit -> edit.sign() == ' ')) out.add("(they differ only in what cannot be shown)");
        return out;
    }

    private static boolean[] shown(List<Edit> edits) {
        boolean[] shown = new boolean[edits.size()];
        for (int i = 0; i < shown.length; i++) {
            if (edits.get(i).sign() == ' ') continue;
            for (int j = Math.max(0, i - CONTEXT); j <= Math.min(shown.length - 1, i + CONTEXT); j++) shown[j] = true;
        }
        return shown;
    }

    private static List<Edit> edits(String[] left, String[] right) {
        int head = 0;
        while (head < left.length && head < right.length && left[head].equals(right[head])) head++;
        int leftEnd = left.length;
        int rightEnd = right.length;
        while (leftEnd > head && rightEnd > head && left[leftEnd - 1].equals(right[rightEnd - 1])) {
            leftEnd--;
            rightEnd--;
        }
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < head; i++) edits.add(new Edit(' ', left[i]));
        middle(left, head, leftEnd, right, head, rightEnd, edits);
        for (int i = leftEnd; i < left.length; i++) edits.add(new Edit(' ', left[i]));
        return edits;
    }

    /** The longest common subsequence of what is left between head and tail, walked from the front. */
    private static void middle(String[] left, int leftStart, int leftEnd, String[] right, int rightStart, int rightEnd,
            List<Edit> edits) {
        int rows = leftEnd - leftStart;
        int columns = rightEnd - rightStart;
        int[][] common = new int[0][];
        boolean small = (long) rows * columns <= MAX_PAIRS;
        if (small) {
            common = new int[rows + 1][columns + 1];
            for (int i = rows - 1; i >= 0; i--) {
                for (int j = columns - 1; j >= 0; j--) {
                    common[i][j] = left[leftStart + i].equals(right[rightStart + j])
                            ? common[i + 1][j + 1] + 1
                            : Math.max(common[i + 1][j], common[i][j + 1]);
                }
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns && small) {
            if (left[leftStart + i].equals(right[rightStart + j])) {
                edits.add(new Edit(' ', left[leftStart + i]));
                i++;
                j++;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                edits.add(new Edit('-', left[leftStart + i++]));
            } else {
                edits.add(new Edit('+', right[rightStart + j++]));
            }
        }
        while (i < rows) edits.add(new Edit('-', left[leftStart + i++]));
        while (j < columns) edits.add(new Edit('+', right[rightStart + j++]));
    }

    private static int commonHead(String left, String right) {
        int max = Math.min(left.length(), right.length());
        int head = 0;
        while (head < max && left.charAt(head) == right.charAt(head)) head++;
        return head > 0 && Character.isHighSurrogate(left.charAt(head - 1)) ? head - 1 : head;
    }

    private static int commonTail(String left, String right, int head) {
        int max = Math.min(left.length(), right.length()) - head;
        int tail = 0;
        while (tail < max && left.charAt(left.length() - 1 - tail) == right.charAt(right.length() - 1 - tail)) tail++;
        return tail > 0 && Character.isLowSurrogate(left.charAt(left.length() - tail)) ? tail - 1 : tail;
    }

    /** @param sign {@code -} expected only, {@code +} actual only, blank: both */
    private record Edit(char sign, String line) {
        String paint(Color color) {
            Style style = sign == '-' ? Style.GREEN : sign == '+' ? Style.RED : Style.PLAIN;
            return style.paint(color, (sign + " " + line).stripTrailing());
        }
    }
}
