package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterizedKindsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void isOdd(int number) {
        assertTrue(number % 2 == 1);
    }

    @ParameterizedTest(name = "{index}: {0} and {1}")
    @CsvSource({"a, a", "a, b", "'', ''"})
    @DisplayName("pairs that should be equal")
    void pairs(String left, String right) {
        assertEquals(left, right);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "line\nbreak", "tab\t", "<&>\"'", "{0}", "a,b(c)[1]"})
    void strangeTexts(String text) {
        assertNotNull(text);
    }

    @ParameterizedTest
    @EnumSource(value = DayOfWeek.class, names = "S.*", mode = EnumSource.Mode.MATCH_ALL)
    void weekend(DayOfWeek day) {
        assertFalse(day.name().isEmpty());
    }

    static Stream<Arguments> sums() {
        return Stream.of(Arguments.of(1, 2, 3L), Arguments.of(2, 2, 5L), Arguments.of(new int[] {1}, 1, 1L));
    }

    @ParameterizedTest
    @MethodSource("sums")
    void sums(int left, int right, long sum) {
        assertEquals(sum, left + right);
    }

    @ParameterizedTest
    @MethodSource("noSuchMethod")
    void hasNoSource(int number) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Disabled("off for every number")
    void disabled(int number) {}

    @ParameterizedTest
    @ValueSource(strings = "text")
    void overloaded(String text) {}

    @ParameterizedTest
    @ValueSource(ints = 7)
    void overloaded(int number) {}

    @RepeatedTest(3)
    void secondTimeFails(RepetitionInfo repetition) {
        assertFalse(repetition.getCurrentRepetition() == 2);
    }

    @RepeatedTest(value = 2, name = "go {currentRepetition} of {totalRepetitions}")
    void named() {}

    @RepeatedTest(value = 5, failureThreshold = 1)
    void givesUp() {
        throw new IllegalStateException("once is enough");
    }
}
