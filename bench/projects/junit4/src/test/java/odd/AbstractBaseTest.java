package odd;

import static org.junit.Assert.assertTrue;

import org.junit.Test;

public abstract class AbstractBaseTest {
    abstract int number();

    @Test
    public void isPositive() {
        assertTrue(number() > 0);
    }
}
