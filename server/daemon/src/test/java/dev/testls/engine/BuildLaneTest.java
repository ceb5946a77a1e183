package dev.testls.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLaneTest {
    /** An interrupted thread's writing closes the channel: so evidence of the last run was lost. */
    @Test
    void whatWasAskedForIsWrittenBeforeTheEnd(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("evidence");
        CountDownLatch ending = new CountDownLatch(1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            BuildLane lane = new BuildLane();
            lane.later("the first", () -> {
                awaitUninterruptibly(ending);
                write(channel, "a");
            });
            lane.later("the second", () -> write(channel, "b"));
            Thread closing = new Thread(lane::close);
            closing.start();
            while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
            ending.countDown();
            closing.join();
            assertThat(channel.isOpen()).isTrue();
        }
        assertThat(Files.readString(file)).isEqualTo("ab");
    }

    @Test
    void whatIsHeldIsDoneBeforeWhateverIsAskedForNext() {
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        try (BuildLane lane = new BuildLane()) {
            lane.hold("a", () -> done.add("a"));
            lane.call(Cancel.never(), () -> done.add("b"));
            lane.hold("c", () -> done.add("c"));
            lane.hold("d", () -> done.add("d"));
            lane.later("e", () -> done.add("e"));
            lane.hold("f", () -> done.add("f"));
        }
        assertThat(done).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void whatIsHeldWaitsForNobodyElse() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (BuildLane lane = new BuildLane()) {
            lane.hold("a", done::countDown);
            assertThat(done.getCount()).isEqualTo(1);
            lane.release();
            done.await();
        }
    }

    @Test
    void aStepThatIsCancelledBeforeItsTurnIsNotBegun() {
        try (BuildLane lane = new BuildLane()) {
            Cancel cancel = new Cancel();
            cancel.request();
            assertThatThrownBy(() -> lane.call(cancel, () -> {
                throw new AssertionError("begun");
            })).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void whoWaitsForTheLaneAndIsCancelledWaitsNoLonger() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (BuildLane lane = new BuildLane()) {
            lane.later("what somebody else asked for", () -> {
                busy.countDown();
                awaitUninterruptibly(free);
            });
            busy.await();
            Cancel cancel = new Cancel();
            FutureTask<String> waiting = new FutureTask<>(() -> lane.call(cancel, () -> {
                throw new AssertionError("begun");
            }));
            Thread caller = new Thread(waiting);
            caller.start();
            while (caller.getState() != Thread.State.WAITING) Thread.onSpinWait();
            cancel.request();
            // The lane is as busy as before.
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(CancellationException.class);
            free.countDown();
            assertThat(lane.call(Cancel.never(), () -> "the next")).isEqualTo("the next");
        }
    }

    /** It may be telling its caller something, who is told by one thread at a time. */
    @Test
    void aStepThatHasBegunIsWaitedFor() throws Exception {
        Cancel cancel = new Cancel();
        try (BuildLane lane = new BuildLane()) {
            String answer = lane.call(cancel, () -> {
                cancel.request();
                return "done";
            });
            assertThat(answer).isEqualTo("done");
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) interrupted |= Thread.interrupted();
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static void write(FileChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
