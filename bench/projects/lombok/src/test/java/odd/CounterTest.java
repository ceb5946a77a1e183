package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lombok.extern.java.Log;
import org.junit.jupiter.api.Test;

@Log
class CounterTest {
    @Test
    void counts() {
        Counter counter = new Counter("no.");
        counter.see(Person.builder().name("Ada").build());
        log.info("counted");

        assertEquals(1, counter.count());
        assertEquals("no. Ada", counter.seen().get(0));
    }

    @Test
    void isInError() {
        new Counter("it").refuse();
    }
}
