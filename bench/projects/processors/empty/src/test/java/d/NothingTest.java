package d;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NothingTest {
    @Test
    void usesWhatWasGenerated() {
        assertEquals("hello", "hello");
    }
}
