package dev.testls.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    @TempDir Path directory;

    @Test
    void readsWhatSurefireWrites() throws IOException {
        Files.createDirectories(directory.resolve("module/target/surefire-reports"));
        Files.writeString(directory.resolve("module/target/surefire-reports/TEST-a.FooTest.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="a.FooTest" time="0.1" tests="5" errors="1" skipped="1" failures="1">
                  <properties><property name="java.version" value="17"/></properties>
                  <testcase name="adds &lt;1&gt;" classname="a.FooTest" time="0.01"/>
                  <testcase name="fails" classname="a.FooTest" time="0">
                    <failure message="no" type="java.lang.AssertionError"><![CDATA[trace]]></failure>
                    <system-out><![CDATA[<error> is only said here]]></system-out>
                  </testcase>
                  <testcase name="breaks" classname="a.FooTest$Inner"><error type="X">trace</error></testcase>
                  <testcase name="isOff" classname="a.FooTest"><skipped message="why"/></testcase>
                  <testcase name="isFlaky" classname="a.FooTest"><flakyFailure type="X">trace</flakyFailure></testcase>
                </testsuite>
                """);
        Files.writeString(directory.resolve("other.xml"), "<nothing/>");

        Reports reports = Reports.read(directory);

        assertThat(reports.totals()).isEqualTo(new Totals(5, 1, 1, 1));
        assertThat(reports.endings()).isEqualTo(Map.of(
                new TestCase("a.FooTest", "a.FooTest", "adds <1>"), List.of(Ending.PASSED),
                new TestCase("a.FooTest", "a.FooTest", "fails"), List.of(Ending.FAILED),
                new TestCase("a.FooTest", "a.FooTest$Inner", "breaks"), List.of(Ending.ERROR),
                new TestCase("a.FooTest", "a.FooTest", "isOff"), List.of(Ending.SKIPPED),
                new TestCase("a.FooTest", "a.FooTest", "isFlaky"), List.of(Ending.PASSED)));
    }

    @Test
    void namesTheReportThatCannotBeRead() throws IOException {
        Files.writeString(directory.resolve("TEST-a.FooTest.xml"), "<testsuite tests='1'");

        assertThatThrownBy(() -> Reports.read(directory)).isInstanceOf(IOException.class)
                .hasMessageContaining("TEST-a.FooTest.xml");
    }

    /** Reports read back from a directory that holds them, each case given as {@code CLASS#NAME ENDING}. */
    static Reports written(Path directory, String cases) throws IOException {
        Trees.delete(directory);
        Files.createDirectories(directory);
        Map<String, StringBuilder> bodies = new TreeMap<>();
        for (String line : cases.lines().toList()) {
            String className = line.substring(0, line.indexOf('#'));
            String name = line.substring(line.indexOf('#') + 1, line.lastIndexOf(' '));
            bodies.computeIfAbsent(className, key -> new StringBuilder())
                    .append("<testcase classname='").append(className).append("' name='").append(name).append("'>")
                    .append(element(line.substring(line.lastIndexOf(' ') + 1))).append("</testcase>\n");
        }
        for (var body : bodies.entrySet()) {
            String text = body.getValue().toString();
            Files.writeString(directory.resolve("TEST-" + body.getKey() + ".xml"), "<testsuite tests='"
                    + count(text, "<testcase") + "' failures='" + count(text, "<failure") + "' errors='"
                    + count(text, "<error") + "' skipped='" + count(text, "<skipped") + "'>" + text + "</testsuite>");
        }
        return Reports.read(directory);
    }

    private static String element(String ending) {
        return switch (Ending.valueOf(ending.toUpperCase(java.util.Locale.ROOT))) {
            case PASSED -> "";
            case FAILED -> "<failure/>";
            case ERROR -> "<error/>";
            case SKIPPED -> "<skipped/>";
        };
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
