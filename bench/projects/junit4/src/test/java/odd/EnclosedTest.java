package odd;

import org.junit.Assert;
import org.junit.Test;
import org.junit.experimental.runners.Enclosed;
import org.junit.runner.RunWith;

@RunWith(Enclosed.class)
public class EnclosedTest {
    public static class Inside {
        @Test
        public void passes() {}

        @Test
        public void fails() {
            Assert.fail("enclosed");
        }
    }
}
