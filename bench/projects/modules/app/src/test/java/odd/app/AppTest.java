package odd.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Map;
import odd.api.Greeter;
import odd.api.friends.Friend;
import org.apache.commons.lang3.StringUtils;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

class AppTest {
    @Test
    void a_service_of_a_descriptor_is_found() {
        assertEquals("HELLO", new App().greeting());
    }

    @Test
    void what_provides_it_is_in_the_layer() {
        assertTrue(ModuleLayer.boot().findModule("odd.provider").isPresent());
    }

    @Test
    void automatic_modules_have_names() {
        assertEquals("hamcrest.core", Matcher.class.getModule().getName());
        assertEquals("org.apache.commons.lang3", StringUtils.class.getModule().getName());
        assertTrue(StringUtils.class.getModule().getDescriptor().isAutomatic());
    }

    @Test
    void a_descriptor_may_be_one_of_a_later_release() {
        assertEquals("com.google.gson", Gson.class.getModule().getName());
        assertFalse(Gson.class.getModule().getDescriptor().isAutomatic());
    }

    @Test
    void what_is_not_exported_cannot_be_called() {
        assertThrows(IllegalAccessException.class, () -> Class.forName("odd.api.hidden.Hidden").getMethod("ask").invoke(null));
    }

    @Test
    void what_the_command_line_opens_is_open() throws Exception {
        Field age = Friend.class.getDeclaredField("age");
        age.setAccessible(true);
        assertEquals(7, age.get(new Friend()));
    }

    @Test
    void nothing_else_is_open() {
        assertThrows(InaccessibleObjectException.class, () -> Class.forName("odd.provider.Loud").getDeclaredConstructor().setAccessible(true));
    }

    @Test
    void resources_of_other_modules_are_theirs() {
        assertNull(Greeter.class.getResourceAsStream("words.txt"));
        assertNotNull(Greeter.class.getResourceAsStream("/top.txt"));
    }

    @Test
    void json_needs_no_opening_for_a_map() {
        assertEquals("{\"a\":1}", new Gson().toJson(Map.of("a", 1)));
    }
}
