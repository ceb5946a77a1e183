package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DocumentTest {
    @Test
    void columnsAreCountedAsAgreed() {
        check("ab\ncd", 1, 1, 1, 2, "X", "ab\ncX");
        check("a\r\nb\rc\n", 1, 0, 2, 0, "", "a\r\nc\n");
        check("a", 0, 99, 0, 99, "b", "ab");
        check("a\n", 9, 9, 9, 9, "b", "a\nb");
        check("a\nb", 0, 1, 1, 0, " ", "a b");
        assertThat(edited("😀é!", 0, 3, 0, 4, "?", false)).isEqualTo("😀é?");
        assertThat(edited("😀é!", 0, 6, 0, 7, "?", true)).isEqualTo("😀é?");
        assertThat(edited("é\n€x", 1, 3, 1, 4, "y", true)).isEqualTo("é\n€y");
    }

    /** Both ways of counting a place mean the same place. */
    @Property(tries = 500)
    void aPlaceIsTheSameInEitherEncoding(@ForAll String text, @ForAll @IntRange(max = 60) int wanted) {
        String line = text.replaceAll("[\\r\\n\\p{Cs}]", "");
        int column = line.offsetByCodePoints(0, Math.min(wanted, line.codePointCount(0, line.length())));
        Document document = new Document(1, "first\n" + line + "\nlast");
        int bytes = line.substring(0, column).getBytes(StandardCharsets.UTF_8).length;
        assertThat(document.offset(1, bytes, true)).isEqualTo(document.offset(1, column, false)).isEqualTo(6 + column);
    }

    private static void check(String text, int startLine, int startColumn, int endLine, int endColumn, String replacement, String expected) {
        assertThat(edited(text, startLine, startColumn, endLine, endColumn, replacement, false)).isEqualTo(expected);
        assertThat(edited(text, startLine, startColumn, endLine, endColumn, replacement, true)).isEqualTo(expected);
    }

    private static String edited(String text, int startLine, int startColumn, int endLine, int endColumn, String replacement, boolean utf8) {
        return new Document(1, text).edit(2, startLine, startColumn, endLine, endColumn, replacement, utf8).text();
    }
}
