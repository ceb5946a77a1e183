package odd;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class HelloSpec {
    @Test
    void f() {}

    @Test
    void u() {}

    @Test
    void notChosen() {
        fail();
    }
}
