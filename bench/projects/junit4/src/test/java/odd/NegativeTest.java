package odd;

public class NegativeTest extends AbstractBaseTest {
    @Override
    int number() {
        return -1;
    }
}
