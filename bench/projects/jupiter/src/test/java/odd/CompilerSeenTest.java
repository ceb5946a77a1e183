package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What shows that javac has compiled it. */
class CompilerSeenTest {
    private static final long SERIAL_VERSION = -5566689210037361405L;

    enum Level { LOW, HIGH }

    static class Gauge implements Serializable {
        String name = new Object() { }.getClass().getName();

        int value(Level level) {
            switch (level) {
                case LOW: return 1;
                default: return 2;
            }
        }
    }

    @Test
    void anEnumsValuesAreAFieldOfThisName() throws Exception {
        assertTrue(Level.class.getDeclaredField("$VALUES").isSynthetic());
    }

    @Test
    void aLambdaIsNamedAfterItsMethod() {
        Supplier<String> caller = () -> new Throwable().getStackTrace()[0].getMethodName();
        assertEquals("lambda$aLambdaIsNamedAfterItsMethod$0", caller.get());
    }

    @Test
    void aSwitchAddsNoMethod() {
        assertFalse(Arrays.stream(Gauge.class.getDeclaredMethods()).anyMatch(Method::isSynthetic));
    }

    @Test
    void aComputedSerialVersionIsThatOfJavac() {
        assertEquals(SERIAL_VERSION, ObjectStreamClass.lookup(Gauge.class).getSerialVersionUID());
    }
}
