package odd;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** None of its tests ever starts. */
class BrokenBeforeAllTest {
    @BeforeAll
    static void breaks() {
        throw new IllegalStateException("before all");
    }

    @Test
    void neverRuns() {}

    @Test
    void norDoesThis() {}

    @Nested
    class Inner {
        @Test
        void neitherInHere() {}
    }
}
