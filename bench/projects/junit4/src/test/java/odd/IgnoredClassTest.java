package odd;

import org.junit.Ignore;
import org.junit.Test;

@Ignore("all of it")
public class IgnoredClassTest {
    @Test
    public void first() {}

    @Test
    public void second() {}
}
