package dev.testls.report;

/**
 * Writes XML 1.0 by hand in the very form that Surefire gives it, indented by two blanks.
 *
 * <p>Law: whatever text is given, the result is well-formed. Characters that XML 1.0 cannot hold are written as a
 * reference that is escaped once more ({@code &amp;#1;}), as Surefire does.
 */
final class XmlText {
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    private int depth;
    private boolean open;
    private boolean hasChildren = true;

    XmlText start(String element) {
        closeStartTag();
        out.append('\n').append("  ".repeat(depth++)).append('<').append(element);
        open = true;
        hasChildren = false;
        return this;
    }

    XmlText attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
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
        out.append("<![CDATA[");
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!isLegal(c)) {
                out.append("&amp#").append(c).append(';');
            } else if (c == '>' && i >= 2 && text.charAt(i - 1) == ']' && text.charAt(i - 2) == ']') {
                out.append("]]><![CDATA[>");
            } else {
                out.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        out.append("]]>");
        return this;
    }

    XmlText end(String element) {
        depth--;
        if (open) {
            out.append("/>");
            open = false;
        } else {
            if (hasChildren) out.append('\n').append("  ".repeat(depth));
            out.append("</").append(element).append('>');
        }
        hasChildren = true;
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void closeStartTag() {
        if (open) out.append('>');
        open = false;
    }

    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append(attribute ? "&apos;" : "'");
                case '\n' -> out.append(attribute ? "&#10;" : "\n");
                case '\r' -> {
                    boolean first = attribute && i < text.length() && text.charAt(i) == '\n';
                    if (!first) out.append("&#13;");
                }
                default -> {
                    if (isLegal(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(attribute ? "&amp;#" : "&amp;amp#").append(c).append(';');
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
