package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final Neighbours RAN = new Neighbours(true, Held.NOTHING);

    /** Two classes of plexus-utils use one directory, and each empties it: beside each other one was red, which no build shows. */
    @Test
    void aFileThatIsGoneOrThereMayBeTheirDoing() {
        assertThat(RAN.mayCause("java.nio.file.NoSuchFileException /p/target/test/io/copy5.txt")).contains("tests ran in another JVM at the same time");
        assertThat(RAN.mayCause("java.nio.file.FileAlreadyExistsException /p/target/test/io")).isPresent();
        assertThat(RAN.mayCause("java.io.IOException File /p/target/test/io/file1-test.txt does not exist")).isPresent();
        assertThat(Neighbours.NONE.mayCause("java.nio.file.NoSuchFileException /p/target/test/io/copy5.txt")).isEmpty();
    }

    @Test
    void anOrdinaryFailureIsNot() {
        assertThat(RAN.mayCause("org.opentest4j.AssertionFailedError expected: <1> but was: <2>")).isEmpty();
    }
}
