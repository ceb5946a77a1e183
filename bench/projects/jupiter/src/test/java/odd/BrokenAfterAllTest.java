package odd;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Its tests are over when it breaks. */
class BrokenAfterAllTest {
    @Test
    void passes() {}

    @Test
    void alsoPasses() {}

    @AfterEach
    void tidiesUp() {}

    @AfterAll
    static void breaks() {
        fail("after all");
    }
}
