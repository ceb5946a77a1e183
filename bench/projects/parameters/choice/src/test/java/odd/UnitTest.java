package odd;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UnitTest {
    @Test
    void chosen() {}

    static class Static {
        @Test
        void notChosen() {
            fail();
        }
    }

    @Nested
    class Inner {
        @Test
        void notChosen() {
            fail();
        }
    }
}
