package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.pool.WorkerListener.Stream;
import dev.testls.worker.wire.ToDaemon;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class HeardQueueTest {
    private final HeardQueue queue = new HeardQueue();

    @Test
    void aWorkerThatSaysMoreThanThereIsRoomForWaits() throws Exception {
        for (int i = 0; i < 4; i++) queue.put(said("x".repeat(1 << 20)));
        FutureTask<Void> talking = new FutureTask<>(() -> {
            queue.put(said("the next"));
            return null;
        });
        Thread talker = new Thread(talking);
        talker.start();
        while (talker.getState() != Thread.State.WAITING) Thread.onSpinWait();
        queue.take();
        talking.get();
    }

    @Test
    void whatItsProcessWritesMeanwhileIsLeftOutAndThatIsSaid() throws Exception {
        queue.put(said("x".repeat(4 << 20)));
        queue.write(Stream.OUT, "nobody has room for this");
        queue.write(Stream.OUT, "nor this");
        queue.take();
        queue.write(Stream.OUT, "but this");
        queue.write(Stream.OUT, "and this");
        assertThat(queue.take()).isEqualTo(new Heard.Written(Stream.OUT, "\n[tls: 32 characters were left out]\nbut this"));
        assertThat(queue.take()).isEqualTo(new Heard.Written(Stream.OUT, "and this"));
    }

    @Test
    void theEndIsHeardHoweverMuchWaits() throws Exception {
        queue.put(said("x".repeat(4 << 20)));
        queue.end(new Heard.Gone("killed"));
        assertThat(queue.take()).isEqualTo(new Heard.Gone("killed"));
        assertThat(queue.poll(Duration.ZERO)).isEqualTo(Optional.empty());
    }

    private static Heard said(String text) {
        return new Heard.Said(new ToDaemon.Output(1, false, text));
    }
}
