package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Passes only after the one before. */
class BNeedsTest {
    @Test
    void aField() {
        assertEquals("set", Conf.value);
    }

    @Test
    void aProperty() {
        assertEquals("set", System.getProperty("conf"));
    }
}
