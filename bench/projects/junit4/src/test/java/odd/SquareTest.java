package odd;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.Collection;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

@RunWith(Parameterized.class)
public class SquareTest {
    @Parameters(name = "{index}: {0} squared is {1}")
    public static Collection<Object[]> squares() {
        return Arrays.asList(new Object[][] {{1, 1}, {2, 4}, {3, 10}});
    }

    @Parameter(0) public int number;
    @Parameter(1) public int square;

    @Test
    public void squares_() {
        assertEquals(square, number * number);
    }

    @Test
    public void isPositive() {
        assertEquals(1, Integer.signum(number));
    }
}
