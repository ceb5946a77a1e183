package odd.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import odd.base.Shape;
import odd.base.ShapeContract;
import org.junit.jupiter.api.Test;

class SquareTest extends ShapeContract {
    @Override
    protected Shape shape() {
        return new Square(3);
    }

    @Test
    void squares() {
        assertEquals(9, shape().area());
    }
}
