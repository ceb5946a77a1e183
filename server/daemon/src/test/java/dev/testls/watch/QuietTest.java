package dev.testls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.ManualTicker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Time goes on by hand here: nothing waits. */
class QuietTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Quiet quiet = new Quiet();

    @Test
    void aSaveIsDueWithin30Milliseconds() {
        add("a.java~");
        ticker.advance(Duration.ofMillis(2));
        add("a.java");
        assertThat(isDue()).isFalse();
        ticker.advance(Duration.ofMillis(20));
        assertThat(isDue()).isTrue();
        assertThat(quiet.take()).isEqualTo(Changes.below(Set.of(Path.of("/a.java~"), Path.of("/a.java")), 0));
        assertThat(quiet.left(ticker.nanos())).isEmpty();
    }

    @Test
    void aBurstIsOneChangeForThePauseGrowsWithIt() {
        for (int i = 0; i < 40; i++) {
            add(i + ".java");
            // Longer than a save's pause, once the burst has lasted a while.
            ticker.advance(Duration.ofMillis(i < 20 ? 8 : 20));
            assertThat(isDue()).isFalse();
        }
        ticker.advance(Quiet.LONGEST);
        assertThat(isDue()).isTrue();
        assertThat(quiet.take().below().orElseThrow()).hasSize(40);
    }

    @Test
    void whatNeverCeasesKeepsNobodyWaiting() {
        int rounds = 0;
        while (!isDue()) {
            add("log");
            ticker.advance(Duration.ofMillis(5));
            rounds++;
        }
        assertThat(rounds).isEqualTo((int) (Quiet.BOUND.toMillis() / 5));
    }

    @Test
    void whatCanBeAnywhereIsAnywhere() {
        add("a.java");
        quiet.anywhere(ticker.nanos());
        add("b.java");
        assertThat(quiet.take()).isEqualTo(Changes.anywhere(0));
        add("c.java");
        assertThat(quiet.take().below().orElseThrow()).containsExactly(Path.of("/c.java"));
    }

    private void add(String name) {
        quiet.add(Path.of("/" + name), ticker.nanos());
    }

    private boolean isDue() {
        return quiet.left(ticker.nanos()).filter(left -> left <= 0).isPresent();
    }
}
