package dev.testls.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Ticker;
import dev.testls.rpc.StopWhen;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DaemonLifecycleTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger tidied = new AtomicInteger();
    private final DaemonLifecycle lifecycle = new DaemonLifecycle((Ticker) now::get, Duration.ofHours(3));

    @Test
    void endsWhenNobodyHasComeForLong() throws InterruptedException {
        lifecycle.clientCame();
        lifecycle.clientLeft();
        now.addAndGet(Duration.ofHours(3).toNanos());
        assertThat(end()).isEqualTo("nobody has come for PT3H");
        assertThat(lifecycle.commandBegins()).isFalse();
    }

    @Test
    void waitsForCommandsWhenAskedToEndIdle() {
        assertThat(lifecycle.commandBegins()).isTrue();
        lifecycle.stop(StopWhen.IDLE);
        assertThat(lifecycle.commandBegins()).isFalse();
        CompletableFuture<String> end = CompletableFuture.supplyAsync(this::endUnchecked);
        assertThat(end).isNotDone();
        lifecycle.commandEnded();
        assertThat(end.join()).isEqualTo("it was asked to end, and is idle");
    }

    @Test
    void aWishToEndNowOverridesOneToEndIdle() throws InterruptedException {
        lifecycle.commandBegins();
        lifecycle.stop(StopWhen.IDLE);
        lifecycle.stop(StopWhen.NOW);
        lifecycle.stop(StopWhen.IDLE);
        assertThat(end()).isEqualTo("it was asked to end now");
        assertThat(lifecycle.awaitNoCommand(Duration.ZERO)).isFalse();
        lifecycle.commandEnded();
        assertThat(lifecycle.awaitNoCommand(Duration.ZERO)).isTrue();
    }

    @Test
    void endsWhenNobodyCanFindIt() throws InterruptedException {
        assertThat(lifecycle.awaitEnd(tidied::incrementAndGet, () -> false))
                .isEqualTo("it was asked to end, and is idle");
    }

    @Test
    void nobodyWaitsForALookAtTheFileSystem() throws InterruptedException {
        assertThat(lifecycle.awaitEnd(tidied::incrementAndGet, () -> {
            assertThat(CompletableFuture.supplyAsync(lifecycle::commandBegins).join()).isTrue();
            lifecycle.commandEnded();
            return false;
        })).isEqualTo("it was asked to end, and is idle");
    }

    @Test
    void tidiesOnceAfterCommands() throws InterruptedException {
        lifecycle.commandBegins();
        lifecycle.commandEnded();
        now.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(lifecycle.awaitEnd(
                () -> {
                    tidied.incrementAndGet();
                    now.addAndGet(Duration.ofHours(1).toNanos());
                }, () -> true)).isEqualTo("nobody has come for PT3H");
        assertThat(tidied).hasValue(1);
    }

    private String end() throws InterruptedException {
        return lifecycle.awaitEnd(tidied::incrementAndGet, () -> true);
    }

    private String endUnchecked() {
        try {
            return end();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
