package odd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import odd.api.hidden.Hidden;

class GreeterTest {
    @Test
    void is_in_the_module() {
        assertEquals("odd.api", Greeter.class.getModule().getName());
        assertSame(Greeter.class.getModule(), GreeterTest.class.getModule());
        assertEquals("1.2", Greeter.class.getModule().getDescriptor().rawVersion().orElseThrow());
    }

    @Test
    void sees_what_is_not_exported() {
        assertEquals(1, Hidden.ask());
    }

    @Test
    void finds_resources_of_both_sides() throws Exception {
        assertNotNull(GreeterTest.class.getResourceAsStream("words.txt"));
        assertNotNull(GreeterTest.class.getResourceAsStream("/odd/api/test.txt"));
        assertNotNull(Greeter.class.getModule().getResourceAsStream("odd/api/test.txt"));
    }

    @Test
    void a_module_has_its_place_in_its_frames() {
        assertTrue(new Throwable().getStackTrace()[0].toString().startsWith("odd.api"));
    }
}
