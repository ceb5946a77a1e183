package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.engine.FakeLive;
import dev.testls.protocol.TestItem;
import dev.testls.protocol.TestsChangedParams;
import dev.testls.report.SourceLookup;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    /** Each world may be as large as the workspace; whoever saves on while the editor does not read made them pile up. */
    @Test
    void ofManyTreesThatWaitTheLastIsToldAndFewAreKept() throws InterruptedException {
        FakeLive live = new FakeLive("tests-changed");
        CountDownLatch reads = new CountDownLatch(1);
        BlockingQueue<TestsChangedParams> heard = new LinkedBlockingQueue<>();
        EventFeed feed = new EventFeed(live, SourceLookup.none(), (method, params) -> {
            await(reads);
            if (params instanceof TestsChangedParams it) heard.add(it);
        }, "feed");
        feed.synchronize();
        live.grow(100);
        feed.release();
        reads.countDown();

        long last = live.world().revision().value();
        int told = 1;
        TestsChangedParams next = heard.take();
        for (; next.revision() != last; told++) next = heard.take();
        assertThat(told).isLessThanOrEqualTo(5);
        String ids = next.changes().stream().filter(it -> it.tests() != null).flatMap(it -> it.tests().stream()).map(TestItem::id).toList().toString();
        assertThat(ids).contains("#grown1()", "#grown100()");
        feed.end();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
