package odd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inherited by others; no test class itself. */
abstract class AbstractContract {
    boolean prepared;

    abstract int limit();

    @BeforeEach
    void prepare() {
        prepared = true;
    }

    @Test
    void isPrepared() {
        assertTrue(prepared);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 50})
    void isBelowTheLimit(int number) {
        assertTrue(number < limit());
    }

    @Nested
    class Inherited {
        @Test
        void isBelowTheLimitToo() {
            assertTrue(10 < limit());
        }
    }
}
