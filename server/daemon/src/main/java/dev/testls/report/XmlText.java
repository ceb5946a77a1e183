package dev.testls.report;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes XML 1.0 by hand in the very form that Surefire gives it, indented by two blanks.
 *
 * <p>Law: whatever text is given, the result is well-formed. Characters that XML 1.0 cannot hold are written as a
 * reference that is escaped once more ({@code &amp;#1;}), as Surefire does.
 */
final class XmlText {
    private final Appendable out;
    private int depth;
    private boolean open;
    private boolean hasChildren = true;

    /** @throws UncheckedIOException from here on, where {@code out} cannot be written */
    XmlText(Appendable out) {
        this.out = out;
        write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    XmlText start(String element) {
        closeStartTag();
        write("\n" + "  ".repeat(depth++) + "<" + element);
        open = true;
        hasChildren = false;
        return this;
    }

    XmlText attribute(String name, String value) {
        write(" " + name + "=\"");
        escape(value, true);
        write("\"");
        return this;
    }

    /** Text within CDATA, or escaped text where it holds what XML cannot. */
    XmlText text(String text) {
        if (isLegal(text)) return cdata(text);
        closeStartTag();
        escape(text, false);
        return this;
    }

    /** Text within CDATA; what XML cannot hold is replaced by {@code &amp#1;}. */
    XmlText cdata(String text) {
        closeStartTag();
        write("<![CDATA[");
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!isLegal(c)) {
                write("&amp#" + c + ";");
            } else if (c == '>' && i >= 2 && text.charAt(i - 1) == ']' && text.charAt(i - 2) == ']') {
                write("]]><![CDATA[>");
            } else {
                write(c);
            }
            i += Character.charCount(c);
        }
        write("]]>");
        return this;
    }

    XmlText end(String element) {
        depth--;
        if (open) {
            write("/>");
            open = false;
        } else {
            if (hasChildren) write("\n" + "  ".repeat(depth));
            write("</" + element + ">");
        }
        hasChildren = true;
        return this;
    }

    private void write(String text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int c) {
        try {
            if (Character.isBmpCodePoint(c)) {
                out.append((char) c);
            } else {
                out.append(Character.highSurrogate(c)).append(Character.lowSurrogate(c));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeStartTag() {
        if (open) write(">");
        open = false;
    }

    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> write("&amp;");
                case '<' -> write("&lt;");
                case '>' -> write("&gt;");
                case '"' -> write("&quot;");
                case '\'' -> write(attribute ? "&apos;" : "'");
                case '\n' -> write(attribute ? "&#10;" : "\n");
                case '\r' -> {
                    boolean first = attribute && i < text.length() && text.charAt(i) == '\n';
                    if (!first) write("&#13;");
                }
                default -> {
                    if (isLegal(c)) {
                        write(c);
                    } else {
                        write((attribute ? "&amp;#" : "&amp;amp#") + c + ";");
                    }
                }
            }
        }
    }

    private static boolean isLegal(String text) {
        return text.codePoints().allMatch(XmlText::isLegal);
    }

    private static boolean isLegal(int c) {
        if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
        return c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
    }
}
