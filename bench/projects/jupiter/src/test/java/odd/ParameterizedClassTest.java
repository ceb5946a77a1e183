package odd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {1, 20})
class ParameterizedClassTest {
    final int number;

    ParameterizedClassTest(int number) {
        this.number = number;
    }

    @Test
    void isSmall() {
        assertTrue(number < 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "y"})
    void isNamed(String name) {}

    @Nested
    class Inner {
        @Test
        void passes() {}
    }
}
