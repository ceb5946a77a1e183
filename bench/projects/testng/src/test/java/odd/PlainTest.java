package odd;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.fail;

import org.testng.SkipException;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PlainTest {
    private int prepared;

    @BeforeMethod
    public void prepare() {
        prepared++;
    }

    @Test
    public void passes() {
        assertEquals(prepared > 0, true);
    }

    @Test
    public void fails() {
        fail("on purpose");
    }

    @Test(dependsOnMethods = "fails")
    public void dependsOnWhatFails() {}

    @Test
    public void isInError() {
        throw new IllegalStateException("broken");
    }

    @Test(enabled = false)
    public void isOff() {}

    @Test
    public void skipsItself() {
        throw new SkipException("not today");
    }

    @Test(expectedExceptions = IllegalArgumentException.class)
    public void isExpected() {
        throw new IllegalArgumentException();
    }

    @DataProvider
    public Object[][] numbers() {
        return new Object[][] {{1, "one"}, {2, "two"}, {3, "drei"}};
    }

    @Test(dataProvider = "numbers")
    public void hasALongEnglishName(int number, String name) {
        assertEquals(name.length() >= 3 && !name.equals("drei"), true);
    }

    @Test(invocationCount = 3)
    public void runsThreeTimes() {}

    @Test(groups = "slow", description = "described in words")
    public void isGrouped() {}
}
