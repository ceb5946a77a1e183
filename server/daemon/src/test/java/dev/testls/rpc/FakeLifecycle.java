package dev.testls.rpc;

import dev.testls.base.Cancel;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it was told. */
final class FakeLifecycle implements Lifecycle {
    final AtomicInteger clients = new AtomicInteger();
    final AtomicInteger commands = new AtomicInteger();
    final CountDownLatch someCommandEnded = new CountDownLatch(1);
    private final Cancel giveWay = new Cancel();
    volatile Optional<StopWhen> stop = Optional.empty();

    @Override
    public void clientCame() {
        clients.incrementAndGet();
    }

    @Override
    public void clientLeft() {
        clients.decrementAndGet();
    }

    @Override
    public boolean commandBegins() {
        if (stop.isPresent()) return false;
        commands.incrementAndGet();
        return true;
    }

    @Override
    public void commandEnded() {
        commands.decrementAndGet();
        someCommandEnded.countDown();
    }

    @Override
    public Cancel giveWay() {
        return giveWay;
    }

    @Override
    public void stop(StopWhen when) {
        stop = Optional.of(when);
        if (when == StopWhen.IDLE) giveWay.request();
    }
}
