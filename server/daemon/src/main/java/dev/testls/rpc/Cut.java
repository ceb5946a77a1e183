package dev.testls.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Keeps messages below the length that the specification promises, whatever tests write. */
final class Cut {
    /** What a list in one message may take: far from the limit, since lists are not all that a message holds. */
    static final int LIST_BYTES = 256 << 10;
    private static final String GAP = "\n…\n";

    private Cut() {}

    /** A text of at most so many bytes of JSON: its beginning and its end, where it was longer. */
    static String middle(String text, int bytes) {
        if (text.length() * 6L <= bytes || encoded(text) <= bytes) return text;
        int half = (bytes - encoded(GAP)) / 2;
        int head = 0;
        for (int left = half; head < text.length() && (left -= encoded(text.charAt(head))) >= 0; head++) {}
        if (head > 0 && Character.isHighSurrogate(text.charAt(head - 1))) head--;
        int tail = text.length();
        for (int left = half; tail > head && (left -= encoded(text.charAt(tail - 1))) >= 0; tail--) {}
        if (tail < text.length() && Character.isLowSurrogate(text.charAt(tail))) tail++;
        return text.substring(0, head) + GAP + text.substring(tail);
    }

    /** How many bytes a text takes as JSON, quotes aside. */
    static int encoded(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) bytes += encoded(text.charAt(i));
        return bytes;
    }

    /** A list in parts of at most {@link #LIST_BYTES} each; one part, empty, of an empty list. */
    static <T> List<List<T>> parts(List<T> list, ToIntFunction<T> bytes) {
        List<List<T>> parts = new ArrayList<>();
        int begin = 0;
        int sum = 0;
        for (int i = 0; i < list.size(); i++) {
            int size = bytes.applyAsInt(list.get(i));
            if (sum + size > LIST_BYTES && i > begin) {
                parts.add(list.subList(begin, i));
                begin = i;
                sum = 0;
            }
            sum += size;
        }
        parts.add(list.subList(begin, list.size()));
        return parts;
    }

    /** Gson escapes, besides what has to be, what HTML would take amiss. */
    private static int encoded(char c) {
        if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '=' || c == '\'' || c == 0x2028 || c == 0x2029) return 6;
        if (c == '"' || c == '\\') return 2;
        return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
}
