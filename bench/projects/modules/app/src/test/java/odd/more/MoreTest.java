package odd.more;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** In a package that only tests have. */
class MoreTest {
    @Test
    void is_in_the_module_too() {
        assertEquals("odd.app", MoreTest.class.getModule().getName());
    }

    @Test
    void junit_is_not() {
        assertFalse(Test.class.getModule().isNamed());
    }
}
