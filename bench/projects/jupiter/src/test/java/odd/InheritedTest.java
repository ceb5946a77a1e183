package odd;

import org.junit.jupiter.api.Test;

class InheritedTest extends AbstractContract implements DefaultMethods {
    @Override
    int limit() {
        return 20;
    }

    @Test
    void own() {}

    @Override
    @Test
    public void overridden() {
        throw new AssertionError("the overriding one ran");
    }
}
