package odd.app;

import odd.base.Shape;
import odd.base.ShapeContract;

/** Fails in the test that it has from the other module. */
class NegativeSquareTest extends ShapeContract {
    @Override
    protected Shape shape() {
        return new Square(-3);
    }
}
