package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What the JVM around a test must be like; and tests that leave it otherwise. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnvironmentTest {
    private static int loads;

    @Test
    @Order(1)
    void startsClean() {
        assertEquals(0, loads++, "static state of an earlier run");
        assertEquals(null, System.getProperty("odd.left.behind"), "a property of an earlier run");
    }

    @Test
    @Order(2)
    void runsInTheModule() {
        assertTrue(Files.exists(Path.of("pom.xml")), () -> "not the module: " + Path.of("").toAbsolutePath());
        assertEquals(Path.of("").toAbsolutePath().toString(), System.getProperty("basedir"));
    }

    @Test
    @Order(3)
    void hasALoader() {
        assertNotNull(Thread.currentThread().getContextClassLoader().getResource("odd/EnvironmentTest.class"));
    }

    @Test
    @Order(4)
    void leavesThingsBehind() {
        System.setProperty("odd.left.behind", "yes");
        Locale.setDefault(Locale.KOREA);
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Seoul"));
        Thread.currentThread().interrupt();
    }
}
