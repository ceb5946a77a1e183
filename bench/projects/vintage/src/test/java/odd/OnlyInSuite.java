package odd;

import org.junit.Assert;
import org.junit.Test;

public class OnlyInSuite {
    @Test
    public void passes() {}

    @Test
    public void fails() {
        Assert.fail("in a suite");
    }
}
