package odd;

class GenerousTest extends AbstractContract {
    @Override
    int limit() {
        return 100;
    }

    /** No test any more: overridden without the annotation. */
    @Override
    void isPrepared() {
        throw new AssertionError("overridden without @Test, and yet run");
    }
}
