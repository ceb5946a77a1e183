package odd.base;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Other modules' tests extend this. */
public abstract class ShapeContract {
    protected abstract Shape shape();

    @Test
    void hasAnArea() {
        assertTrue(shape().area() >= 0, () -> "negative: " + shape().area());
    }

    @Test
    void findsItsResource() {
        assertTrue(ShapeContract.class.getResource("shapes.txt") != null);
    }
}
