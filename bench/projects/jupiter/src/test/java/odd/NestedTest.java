package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("Tests in tests")
class NestedTest {
    @Nested
    @DisplayName("one level down")
    class One {
        @Test
        @DisplayName("passes, with spaces, in one")
        void passes() {}

        @Nested
        @TestInstance(TestInstance.Lifecycle.PER_CLASS)
        class Two {
            int calls;

            @Test
            void first() {
                assertEquals(1, ++calls + countdown());
            }

            private int countdown() {
                return calls == 1 ? 0 : -1;
            }

            @Test
            void second() {
                assertEquals(1, ++calls + countdown());
            }

            @Nested
            class Three {
                @Test
                void fails() {
                    fail("three levels down");
                }
            }
        }
    }

    @Nested
    @Disabled("a nested class that is off")
    class Off {
        @Test
        void never() {}
    }

    /** Not nested in JUnit's sense: a test class of its own inside the file; Surefire leaves it out. */
    static class StaticInnerTest {
        @Test
        void isStatic() {}
    }
}

class SecondInFileTest {
    @Test
    void isFoundToo() {}
}
