package dev.testls.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir Path directory;

    @Test
    void findsNothingWhereAllAgree() throws IOException {
        check("""
                a.FooTest#adds passed
                a.FooTest#fails failed
                a.BarTest#is_off skipped
                """, """
                a.BarTest#is_off skipped
                a.FooTest#fails failed
                a.FooTest#adds passed
                """, "", "");
    }

    @Test
    void tellsAssertionsFromErrors() throws IOException {
        check("a.FooTest#x failed", "a.FooTest#x error", "", """
                DIFFERS a.FooTest#x: expected failed but was error
                """);
    }

    @Test
    void tellsWhatIsMissingAndWhatIsTooMuch() throws IOException {
        check("a.FooTest#gone passed", "a.FooTest#new passed", "", """
                DIFFERS a.FooTest#gone: expected passed but was no such test
                DIFFERS a.FooTest#new: expected no such test but was passed
                """);
    }

    @Test
    void countsTestsOfOneName() throws IOException {
        check("""
                a.FooTest#twin passed
                a.FooTest#twin failed
                """, """
                a.FooTest#twin failed
                a.FooTest#twin passed
                """, "", "");
        check("""
                a.FooTest#twin passed
                a.FooTest#twin failed
                """, """
                a.FooTest#twin failed
                a.FooTest#twin failed
                """, "", """
                DIFFERS a.FooTest#twin: expected [passed, failed] but was [failed, failed]
                """);
    }

    @Test
    void letsNamesVaryThatAreKnownToButNotTheirEndings() throws IOException {
        String known = "shop names a.FooTest#seed * because the name holds a random number";
        check("a.FooTest#seed 17 passed", "a.FooTest#seed 4711 passed", known, "");
        check("a.FooTest#seed 17 passed", "a.FooTest#seed 4711 skipped", known, """
                DIFFERS a.FooTest#seed *: expected passed but was skipped
                """);
    }

    @Test
    void tellsTheCauseOfWhatIsKnownToDiffer() throws IOException {
        check("a.FooTest#x passed", "a.FooTest#x failed", "sh* differs a.*#x because Maven runs it twice", """
                known a.FooTest#x: expected passed but was failed because Maven runs it twice
                """);
    }

    @Test
    void tellsWhatIsKnownAndDidNotHappen() throws IOException {
        check("a.FooTest#x passed", "a.FooTest#x passed", """
                shop differs a.FooTest#x because of old times
                other differs a.FooTest#x because of another project
                """, """
                unused a.FooTest#x
                """);
    }

    @Test
    void tellsAHeaderThatIsWrongUnlessSurefireIsWrongToo() throws IOException {
        Reports right = ReportsTest.written(directory.resolve("right"), "a.FooTest#x passed");
        Path wrongReport = Files.createDirectories(directory.resolve("wrong")).resolve("TEST-a.FooTest.xml");
        Files.writeString(wrongReport, """
                <testsuite tests='2' failures='0' errors='0' skipped='0'>
                  <testcase classname='a.FooTest' name='x'/>
                </testsuite>
                """);
        Reports wrong = Reports.read(wrongReport.getParent());

        assertThat(Comparison.between(right, wrong, Known.nothing()).unknown()).containsExactly(
                "a.FooTest: header says 2 tests, 0 failed, 0 errors, 0 skipped"
                        + " but the report holds 1 tests, 0 failed, 0 errors, 0 skipped");
        assertThat(Comparison.between(wrong, wrong, Known.nothing()).unknown()).isEmpty();
    }

    @Test
    void refusesALineThatIsNoEntry() throws IOException {
        Path known = Files.writeString(directory.resolve("known"), "# all is well\n\nshop differs because\n");

        assertThatThrownBy(() -> Known.read(known, "shop"))
                .hasMessageContaining("known:3: not \"PROJECT names|differs CLASS#NAME because CAUSE\"");
    }

    /** What comparing tells of two runs, each given as {@code CLASS#NAME ENDING} a line. */
    private void check(String expected, String actual, String known, String differences) throws IOException {
        Path knownFile = Files.writeString(directory.resolve("known"), known);

        Comparison comparison = Comparison.between(
                ReportsTest.written(directory.resolve("expected"), expected),
                ReportsTest.written(directory.resolve("actual"), actual),
                Known.read(knownFile, "shop"));

        List<String> told = new ArrayList<>();
        comparison.unknown().forEach(it -> told.add("DIFFERS " + it));
        comparison.known().forEach(it -> told.add("known " + it));
        comparison.unused().forEach(it -> told.add("unused " + it.text()));
        assertThat(told).isEqualTo(differences.lines().toList());
    }
}
