package dev.testls.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathPatternTest {
    @Test
    void readsAntPatterns() {
        check("**/application*.yml", "application.yml application-dev.yml a/b/application.yml",
                "application.yaml xapplication.yml");
        check("*.txt", "a.txt .txt", "a/b.txt a.txt2");
        check("a/**", "a/b a/b/c a", "ab b/a");
        check("a/", "a/b a/b/c", "b/a/c");
        check("**", "a a/b", "");
        check("a/**/b.?", "a/b.c a/x/y/b.c", "a/b.cc b.c xa/b.c");
        check("a+(b).txt", "a+(b).txt", "aab.txt");
    }

    private static void check(String pattern, String matching, String others) {
        PathPattern compiled = PathPattern.of(pattern);
        assertThat(words(matching)).as(pattern).allMatch(compiled::matches);
        assertThat(words(others)).as(pattern).noneMatch(compiled::matches);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
