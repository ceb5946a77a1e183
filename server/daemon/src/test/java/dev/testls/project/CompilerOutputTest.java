package dev.testls.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What compilers print, as they print it. */
class CompilerOutputTest {
    @Test
    void isUnderstoodInEachManner() {
        assertThat(told("""
                [ERROR] file:///w/src/main/kotlin/t/K.kt:2:33 Unresolved reference 'nope'.
                [ERROR] /w/src/main/kotlin/t/Old.kt: (7, 5) Unresolved reference: nope
                [ERROR] /w/src/main/java/t/J.java:[1,61] cannot find symbol
                  symbol:   variable one
                  location: class t.J
                [ERROR] /w/src/main/scala/s/Sum.scala:4: not found: value nope
                [ERROR] /w/src/test/groovy/t/ASpec.groovy: 4: Unexpected input: '(' @ line 4, column 37.
                [ERROR]      def "one is one"() { expect: J.one( == 1 }
                """)).isEqualTo("""
                /w/src/main/kotlin/t/K.kt:2:33 Unresolved reference 'nope'.
                /w/src/main/kotlin/t/Old.kt:7:5 Unresolved reference: nope
                /w/src/main/java/t/J.java:1:61 cannot find symbol
                  symbol:   variable one
                  location: class t.J
                /w/src/main/scala/s/Sum.scala:4:0 not found: value nope
                /w/src/test/groovy/t/ASpec.groovy:4:37 Unexpected input: '('
                """.strip());
    }

    @Test
    void countsAnErrorThatIsPrintedTwiceOnce() {
        String line = "[ERROR] /w/A.kt:1:2 no\n";
        assertThat(told(line + "[INFO] something\n" + line)).isEqualTo("/w/A.kt:1:2 no");
    }

    @Test
    void isNoErrorWhereThereIsNoPlace() {
        assertThat(told("[ERROR] Failed to execute goal x:y:1:compile (default) on project p\n[ERROR] \n[ERROR] 1 error\n")).isEmpty();
    }

    private static String told(String output) {
        List<String> lines = output.lines().toList();
        return CompilerOutput.problems(lines).stream().map(it -> it.file().orElseThrow() + ":" + it.line() + ":" + it.column() + " " + it.message())
                .collect(Collectors.joining("\n"));
    }
}
