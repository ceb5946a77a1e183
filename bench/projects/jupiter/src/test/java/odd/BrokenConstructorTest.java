package odd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What breaks around a test breaks the test. */
class BrokenConstructorTest {
    @Nested
    class InTheConstructor {
        InTheConstructor() {
            throw new IllegalArgumentException("constructor");
        }

        @Test
        void isInError() {}
    }

    @Nested
    class BeforeEachTest {
        @BeforeEach
        void breaks() {
            throw new AssertionError("before each");
        }

        @Test
        void fails() {}
    }

    @Nested
    class AfterEachTest {
        @AfterEach
        void breaks() {
            throw new IllegalStateException("after each");
        }

        @Test
        void isInError() {}
    }

    @Test
    void passes() {}
}
