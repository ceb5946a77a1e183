package odd;

import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class BrokenSetupTest {
    @BeforeClass
    public void breaks() {
        throw new IllegalStateException("before class");
    }

    @Test
    public void isSkippedForIt() {}
}
