package dev.testls.worker;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Text of the project's making, in bounds. Lengths are in characters. */
public final class Text {
    public static final int TRACE = 1 << 20;
    public static final int MESSAGE = 128 << 10;
    public static final int NAME = 16 << 10;

    /** The longest piece of output that is sent at once. */
    static final int PIECE = 16 << 10;

    private Text() {}

    /** Where the piece of a text ends that begins there; no character is torn. */
    static int pieceEnd(String text, int from) {
        int to = Math.min(text.length(), from + PIECE);
        return to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }

    /** The text, or its beginning and how much follows. */
    public static String clip(String text, int limit) {
        if (text == null) return "";
        if (text.length() <= limit) return text;
        return text.substring(0, limit) + String.format("... [tls: %,d more characters]", text.length() - limit);
    }

    /** What {@code printStackTrace} writes; a throwable that fails to write itself is written for. */
    public static String trace(Throwable thrown) {
        try {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text, true));
            return clip(text.toString(), TRACE);
        } catch (Throwable e) {
            return traceByHand(thrown, e);
        }
    }

    private static String traceByHand(Throwable thrown, Throwable why) {
        StringBuilder text = new StringBuilder(thrown.getClass().getName())
                .append(" (it cannot be printed: ").append(why.getClass().getName()).append(")\n");
        try {
            for (StackTraceElement frame : thrown.getStackTrace()) text.append("\tat ").append(frame).append('\n');
        } catch (Throwable e) {
            text.append("\t(nor can its frames)\n");
        }
        return clip(text.toString(), TRACE);
    }
}
