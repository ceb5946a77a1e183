package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(3)
class AThirdTest {
    @Test
    void followsTheOthers() {
        assertEquals("zm", Log.LOG.toString());
        Log.LOG.append("a");
    }
}
