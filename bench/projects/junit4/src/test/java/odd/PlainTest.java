package odd;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import org.junit.Ignore;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestName;

public class PlainTest {
    @Rule public final TestName name = new TestName();
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void passes() {
        assertEquals("passes", name.getMethodName());
    }

    @Test
    public void fails() {
        fail("on purpose");
    }

    @Test
    public void comparesTexts() {
        assertEquals("expected text", "actual text");
    }

    @Test
    public void isInError() throws Exception {
        throw new Exception("checked");
    }

    @Test(expected = IllegalStateException.class)
    public void isExpected() {
        throw new IllegalStateException();
    }

    @Test(expected = IllegalStateException.class)
    public void isExpectedInVain() {}

    @Test(timeout = 10_000)
    public void isInTime() {}

    @Test
    @Ignore("not today")
    public void isIgnored() {}

    @Test
    public void isAssumedAway() {
        assumeTrue("assumed in vain", false);
    }
}
