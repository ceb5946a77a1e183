package odd;

import org.junit.BeforeClass;
import org.junit.Test;

public class BrokenBeforeClassTest {
    @BeforeClass
    public static void breaks() {
        throw new IllegalStateException("before class");
    }

    @Test
    public void neverRuns() {}
}
