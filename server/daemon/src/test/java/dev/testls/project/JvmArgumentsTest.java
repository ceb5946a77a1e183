package dev.testls.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmArgumentsTest {
    @Test
    void splitsAtWhiteSpace() {
        check("", "");
        check("  -Xmx1g \n\t -ea ", "-Xmx1g|-ea");
    }

    @Test
    void quotesHoldTogether() {
        check("-Da=\"b c\" 'd e'", "-Da=b c|d e");
        check("-Da=\"it's\"", "-Da=it's");
        check("\"\"", "");
        check("a \"\" b", "a||b");
    }

    @Test
    void aBackslashSparesTheNextQuote() {
        check("-Da=\\\"b", "-Da=\\\"b");
    }

    private static void check(String line, String arguments) {
        assertThat(String.join("|", JvmArguments.split(line))).isEqualTo(arguments);
    }
}
