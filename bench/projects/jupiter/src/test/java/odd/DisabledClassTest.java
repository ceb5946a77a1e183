package odd;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Disabled("all of it")
class DisabledClassTest {
    @Test
    void first() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void second(int number) {}

    @Nested
    class Inner {
        @Test
        void third() {}
    }
}
