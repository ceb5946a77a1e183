package proc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OwnTest {
    @Test
    void usesWhatWasGenerated() {
        assertEquals("hello", OwnGreeting.text());
    }
}
