package b;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UserTest {
    @Test
    void usesWhatWasGenerated() {
        assertEquals("hello", User.text());
    }
}
