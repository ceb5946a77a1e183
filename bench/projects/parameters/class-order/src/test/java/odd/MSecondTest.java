package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2)
class MSecondTest {
    @Test
    void followsTheOthers() {
        assertEquals("z", Log.LOG.toString());
        Log.LOG.append("m");
    }
}
