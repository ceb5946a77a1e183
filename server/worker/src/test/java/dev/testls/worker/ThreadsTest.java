package dev.testls.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What threads carry from one lease to the next, and which are left. */
class ThreadsTest {
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();
    /** Enough for a thread that has answered to wait again. */
    private static final long GRACE = 5000;

    @Test
    void aThreadThatWaitsForWorkForgetsWhatItsTestLeftThere() throws Exception {
        Threads before = Threads.now(name -> false);
        INHERITED.set("of the test");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            pool.submit(() -> LOCAL.set("of the test")).get();
            assertThat(pool.submit(() -> LOCAL.get() + ", " + INHERITED.get()).get()).isEqualTo("of the test, of the test");
            assertThat(before.left(GRACE)).isEmpty();
            assertThat(pool.submit(() -> LOCAL.get() + ", " + INHERITED.get()).get()).isEqualTo("null, null");
        } finally {
            INHERITED.remove();
            pool.shutdown();
        }
    }

    @Test
    void aThreadOfTheSharedPoolIsLeftWhileItRunsATestsCode() throws Exception {
        ForkJoinPool.commonPool().submit(() -> {}).get();
        Threads before = Threads.now(name -> false);
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        ForkJoinPool.commonPool().execute(() -> {
            runs.countDown();
            try {
                ends.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        runs.await();
        assertThat(before.left(1)).singleElement().asString().startsWith("ForkJoinPool.commonPool-worker-").contains("ThreadsTest");
        ends.countDown();
        assertThat(before.left(GRACE)).isEmpty();
    }
}
