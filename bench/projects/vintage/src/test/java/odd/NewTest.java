package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Jupiter beside JUnit 4. */
class NewTest {
    @Test
    void passes() {}

    @Test
    void fails() {
        assertEquals(1, 2);
    }
}
