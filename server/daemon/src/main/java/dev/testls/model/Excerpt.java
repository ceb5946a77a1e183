package dev.testls.model;

/** A text that was too long: its beginning, its end, and between them how much was left out. */
public final class Excerpt {
    private Excerpt() {}

    /** The text itself where it has at most so many characters. */
    public static String of(String text, int most) {
        if (text.length() <= most) return text;
        int head = most / 2;
        int tail = text.length() - (most - head);
        if (head > 0 && Character.isHighSurrogate(text.charAt(head - 1))) head--;
        if (tail < text.length() && Character.isLowSurrogate(text.charAt(tail))) tail++;
        return text.substring(0, head) + leftOut(tail - head) + text.substring(tail);
    }

    /** The line that stands where so many characters of a text are missing. */
    public static String leftOut(long characters) {
        return String.format("\n[tls: %,d characters were left out]\n", characters);
    }
}
