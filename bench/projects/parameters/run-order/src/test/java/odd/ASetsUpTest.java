package odd;

import org.junit.jupiter.api.Test;

class ASetsUpTest {
    @Test
    void setsUp() {
        Conf.value = "set";
        System.setProperty("conf", "set");
    }
}
