package p.both;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BothTest {
    @Test
    void answers() {
        assertEquals("both", Both.name());
    }
}
