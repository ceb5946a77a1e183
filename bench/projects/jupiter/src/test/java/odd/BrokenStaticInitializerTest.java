package odd;

import org.junit.jupiter.api.Test;

/** The class itself cannot be initialized. */
class BrokenStaticInitializerTest {
    static final int NUMBER = Integer.parseInt("not a number");

    @Test
    void first() {}

    @Test
    void second() {}
}
