package odd.intest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SevenTest {
    @Test
    void sees_what_is_package_private() {
        assertEquals(7, Seven.value());
    }

    @Test
    void is_in_a_module_of_its_own() {
        assertEquals("odd.intest", SevenTest.class.getModule().getName());
        assertTrue(SevenTest.class.getModule().isOpen("odd.intest"));
        assertTrue(Seven.class.getModule().canRead(java.sql.Date.class.getModule()));
    }

    @Test
    void junit_is_a_module() {
        assertEquals("org.junit.jupiter.api", Test.class.getModule().getName());
    }
}
