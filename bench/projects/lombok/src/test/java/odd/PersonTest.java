package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import lombok.val;
import org.junit.jupiter.api.Test;

class PersonTest {
    @Test
    void isBuilt() {
        val person = Person.builder().name("Ada").age(36).build();

        assertEquals("Person(name=Ada, age=36)", person.toString());
        assertEquals(37, person.withAge(37).getAge());
    }

    @Test
    void needsAName() {
        assertThrows(NullPointerException.class, () -> Person.builder().age(1).build());
    }

    @Test
    void fails() {
        assertEquals("Bob", Person.builder().name("Ada").build().getName());
    }
}
