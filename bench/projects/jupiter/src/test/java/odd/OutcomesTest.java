package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One test for each way to end. */
class OutcomesTest {
    @Test
    void passes() {}

    @Test
    void fails() {
        assertEquals("a\nb", "a\nc", "the second line differs");
    }

    @Test
    void failsWithoutWords() {
        fail();
    }

    @Test
    void isInError() {
        throw new IllegalStateException("broken", new RuntimeException("the cause"));
    }

    @Test
    void throwsAnErrorThatIsNoAssertion() {
        throw new StackOverflowError("pretended");
    }

    @Test
    @Disabled("not today")
    void isDisabled() {}

    @Test
    @Disabled
    void isDisabledWithoutReason() {}

    @Test
    @EnabledIfSystemProperty(named = "no.such.property", matches = "x")
    void isSkippedByACondition() {}

    @Test
    void isAborted() {
        assumeTrue(false, "assumed in vain");
    }

    @Test
    void speaks() {
        System.out.println("said on standard output: <ä & ]]>");
        System.err.println("said on standard error");
    }
}
