package p.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ImplTest {
    @Test
    void answers() {
        assertEquals("42", "" + new Impl().answer());
    }
}
