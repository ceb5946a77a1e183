package odd;

import junit.framework.TestCase;

/** JUnit 3. */
public class OldStyleTest extends TestCase {
    private boolean ready;

    @Override
    protected void setUp() {
        ready = true;
    }

    public void testIsSetUp() {
        assertTrue(ready);
    }

    public void testFails() {
        assertEquals(1, 2);
    }

    public void testIsInError() {
        throw new UnsupportedOperationException();
    }

    public void notATest() {
        fail();
    }
}
