package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(1)
class ZFirstTest {
    @Test
    void followsTheOthers() {
        assertEquals("", Log.LOG.toString());
        Log.LOG.append("z");
    }
}
