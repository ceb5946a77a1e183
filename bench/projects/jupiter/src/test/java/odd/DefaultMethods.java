package odd;

import org.junit.jupiter.api.Test;

interface DefaultMethods {
    @Test
    default void fromTheInterface() {}

    @Test
    default void overridden() {}
}
