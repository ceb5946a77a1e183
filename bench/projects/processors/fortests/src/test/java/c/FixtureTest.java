package c;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FixtureTest {
    @Test
    void usesWhatWasGenerated() {
        assertEquals("hello", FixtureGreeting.text());
    }
}
