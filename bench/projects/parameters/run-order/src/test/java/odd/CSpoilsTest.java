package odd;

import org.junit.jupiter.api.Test;

class CSpoilsTest {
    @Test
    void spoils() {
        Conf.value = "spoilt";
    }
}
