package odd.releases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A later release's classes stand apart, and only those run that the build has on its class path. */
class ReleasesTest {
    @Test
    void theBaseIsOfItsOwnRelease() throws IOException {
        assertEquals(52, version("/odd/releases/Base.class"));
        assertTrue(Arrays.stream(Base.class.getDeclaredMethods()).anyMatch(it -> it.getName().equals("access$000")));
    }

    @Test
    void whatIsOnTheClassPathRuns() throws Exception {
        Class<?> later = Class.forName("odd.releases.later.Later");
        assertEquals("base", later.getConstructor().newInstance().toString());
        assertTrue(later.getResource("Later.class").toString().contains("/META-INF/versions/11/"));
        assertEquals(55, version("/META-INF/versions/11/odd/releases/later/Later.class"));
    }

    @Test
    void whatIsNotDoesNot() throws IOException {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("odd.releases.latest.Latest"));
        assertEquals(61, version("/META-INF/versions/17/odd/releases/latest/Latest.class"));
    }

    private static int version(String resource) throws IOException {
        assertNotNull(ReleasesTest.class.getResource(resource), resource);
        try (DataInputStream in = new DataInputStream(ReleasesTest.class.getResourceAsStream(resource))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
