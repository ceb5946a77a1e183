package odd;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import org.junit.experimental.theories.DataPoints;
import org.junit.experimental.theories.Theories;
import org.junit.experimental.theories.Theory;
import org.junit.runner.RunWith;

@RunWith(Theories.class)
public class TheoryTest {
    @DataPoints public static final int[] NUMBERS = {-1, 0, 2};

    @Theory
    public void absoluteIsItself(int number) {
        assumeTrue(number >= 0);
        assertEquals(number, Math.abs(number));
    }

    @Theory
    public void isNeverTwo(int number) {
        assertEquals(false, number == 2);
    }
}
