package odd;

import org.testng.Assert;
import org.testng.annotations.Test;

/** Every public method is a test. */
@Test
public class WholeClassTest {
    public void first() {}

    public void second() {
        Assert.assertTrue(false);
    }

    void notPublic() {
        Assert.fail();
    }
}
