package odd;

/** Its tests are those of a class in Kotlin. */
class JavaTest extends Contract {
    @Override
    public int value() {
        return One.two();
    }
}
