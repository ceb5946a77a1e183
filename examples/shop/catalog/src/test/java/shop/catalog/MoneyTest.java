package shop.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Money")
class MoneyTest {
    @Test
    @Tag("smoke")
    void adds() {
        assertEquals(Money.of("3.20"), Money.of("1.25").plus(Money.of("1.95")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.00", "0.05", "12.50", "-3.99", "1000000.00"})
    void printsWhatItRead(String amount) {
        assertEquals(amount, Money.of(amount).toString());
    }

    @ParameterizedTest(name = "{1} % of {0} is {2}")
    @CsvSource({"10.00, 20, 2.00", "0.10, 15, 0.02", "0.33, 50, 0.17", "9.99, 0, 0.00"})
    void takesPercents(String amount, int hundredths, String expected) {
        assertEquals(Money.of(expected), Money.of(amount).percent(hundredths));
    }

    @ParameterizedTest(name = "\"{0}\" is no amount")
    @ValueSource(strings = {"", "one", "1.005"})
    void refuses(String text) {
        assertThrows(IllegalArgumentException.class, () -> Money.of(text));
    }

    @RepeatedTest(3)
    void multiplies(RepetitionInfo repetition) {
        int times = repetition.getCurrentRepetition();
        assertEquals(150L * times, Money.of("1.50").times(times).cents());
    }
}
