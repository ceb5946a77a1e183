package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class CarMapperTest {
    @Test
    void maps() {
        assertEquals(new CarView("Citroën", "4"), CarMapper.INSTANCE.view(new Car("Citroën", 4)));
    }

    @Test
    void mapsNothingToNothing() {
        assertNull(CarMapper.INSTANCE.view(null));
    }

    @Test
    void fails() {
        assertEquals("4 seats", CarMapper.INSTANCE.view(new Car("Citroën", 4)).seats());
    }
}
