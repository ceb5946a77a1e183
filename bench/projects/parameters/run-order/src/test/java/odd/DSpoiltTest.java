package odd;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Passes but for the one before. */
class DSpoiltTest {
    @Test
    void isSpoilt() {
        assertNotEquals("spoilt", Conf.value);
    }
}
