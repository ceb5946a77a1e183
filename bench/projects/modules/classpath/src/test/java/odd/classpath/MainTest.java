package odd.classpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void is_in_no_module() {
        assertFalse(Main.class.getModule().isNamed());
    }

    @Test
    void all_resources_are_everybodys() {
        assertEquals("there", Main.resource());
    }
}
