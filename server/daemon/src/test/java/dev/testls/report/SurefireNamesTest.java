package dev.testls.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.project.TestExecution.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurefireNamesTest {
    @Test
    void areThoseThatSurefireWroteInRealRuns() throws IOException {
        List<String> lines = lines("surefire-names.tsv");
        List<String> different = new ArrayList<>();
        for (String line : lines) {
            String[] column = line.split("\t", -1);
            SurefireNames actual = names(column[0], descriptor(column));
            SurefireNames expected = new SurefireNames(column[1].equals("-") ? actual.suite() : column[1], column[2], column[3]);
            if (!actual.equals(expected)) different.add(actual + " and not " + expected + " for " + line);
        }
        assertThat(lines).hasSizeGreaterThan(250);
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2.22.2, BRACES", "3.0.0-M3, BRACES", "3.0.0-M4, BARE_REPETITIONS", "3.0.0-M9, BARE_REPETITIONS", "3.0.0, BARE_REPETITIONS",
        "3.2.5, BARE_REPETITIONS", "3.5.1, BARE_REPETITIONS", "3.5.2, FILE_PER_CLASS", "3.5.3, FILE_PER_CLASS", "3.5.4, FILE_PER_TOP_LEVEL_CLASS",
        "3.5.10, FILE_PER_TOP_LEVEL_CLASS", "3.6.0-M1, BINARY_NAMES", "3.6.1, BINARY_NAMES", "'', BINARY_NAMES", "RELEASE, BINARY_NAMES",
    })
    void styleFollowsTheVersion(String version, SurefireStyle style) {
        assertThat(SurefireStyle.of(version)).isEqualTo(style);
    }

    private static SurefireNames names(String who, TestDescriptor test) {
        return switch (who) {
            case "junit47" -> SurefireNames.of(test, Provider.JUNIT47, SurefireStyle.of("3.5.4"));
            case "junit4" -> SurefireNames.of(test, Provider.JUNIT4, SurefireStyle.of("3.5.4"));
            case "testng" -> SurefireNames.of(test, Provider.TESTNG, SurefireStyle.of("3.5.4"));
            default -> SurefireNames.of(test, Provider.JUNIT_PLATFORM, SurefireStyle.of(who));
        };
    }

    private static TestDescriptor descriptor(String[] column) {
        String className = column[9].isEmpty() ? column[1] : column[9];
        TestId id = TestId.ofClass(new ModuleId("m"), className);
        return new TestDescriptor(id, TestDescriptor.Kind.valueOf(column[5]), column[4], column[6],
                List.of(column[7].split(" > ")), column[8], column[9], column[10], column[11], "");
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = SurefireNamesTest.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(text.split("\n")).stream().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
