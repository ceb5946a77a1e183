package dev.testls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.pool.FakeWorkers;
import dev.testls.pool.Lease;
import dev.testls.pool.WorkerSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FreshJvmsTest {
    private static final WorkerSpec CORE = FakeWorkers.spec("/core");
    private static final WorkerSpec WEB = FakeWorkers.spec("/web");

    private final FakeWorkers workers = new FakeWorkers(List.of(), Map.of());
    private final FreshJvms jvms = new FreshJvms(workers, 2, Duration.ZERO);
    private final Cancel stop = new Cancel();

    @Test
    void theNextRedClassTakesTheOneThatIsDone() throws IOException {
        Lease first = jvms.take(stop, CORE);
        jvms.giveBack(CORE, first, true);
        assertThat(jvms.take(stop, CORE)).isSameAs(first);
    }

    @Test
    void whoWaitsForOneThatStartsGetsTheOneThatIsDoneFirst() throws Exception {
        Lease first = jvms.take(stop, CORE);
        FutureTask<Lease> second = takeWhileNoneStarts(CORE);
        jvms.giveBack(CORE, first, true);
        assertThat(second.get()).isSameAs(first);
        assertThat(workers.log()).containsExactly("to confirm", "to confirm");
    }

    @Test
    void whileAnotherLaneMayBeDoneSoonNoneIsStarted() throws Exception {
        FreshJvms patient = new FreshJvms(workers, 2, Duration.ofHours(1));
        Lease first = patient.take(stop, CORE);
        FutureTask<Lease> second = new FutureTask<>(() -> patient.take(stop, CORE));
        Thread taker = new Thread(second);
        taker.start();
        while (taker.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
        patient.giveBack(CORE, first, true);
        assertThat(second.get()).isSameAs(first);
        assertThat(workers.leased()).containsExactly("w1");
    }

    @Test
    void whatEndedBadlyServesNobody() throws IOException {
        Lease first = jvms.take(stop, CORE);
        jvms.giveBack(CORE, first, false);
        assertThat(jvms.take(stop, CORE)).isNotSameAs(first);
        assertThat(workers.leased()).containsExactly("w2");
    }

    /** The pool counts it, and may let others wait until it is given back. */
    @Test
    void oneOfAnotherKindServesNobodyElseAndGoesBeforeAnotherStarts() throws IOException {
        Lease core = jvms.take(stop, CORE);
        jvms.giveBack(CORE, core, true);
        assertThat(jvms.take(stop, WEB)).isNotSameAs(core);
        assertThat(workers.leased()).containsExactly("w2");
    }

    @Test
    void oneOfAnotherKindThatIsDoneWhileOneStartsGoesAtOnce() throws Exception {
        Lease core = jvms.take(stop, CORE);
        FutureTask<Lease> web = takeWhileNoneStarts(WEB);
        jvms.giveBack(CORE, core, true);
        assertThat(workers.leased()).isEmpty();
        stop.request();
        assertThatThrownBy(web::get).hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void stoppingEndsTheWait() throws IOException {
        jvms.take(stop, CORE);
        FutureTask<Lease> second = takeWhileNoneStarts(CORE);
        stop.request();
        assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void theOneThatWaitedLongestGoesWhenTooManyWait() throws IOException {
        Lease first = jvms.take(stop, CORE);
        Lease second = jvms.take(stop, CORE);
        Lease third = jvms.take(stop, WEB);
        for (Lease it : List.of(first, second)) jvms.giveBack(CORE, it, true);
        jvms.giveBack(WEB, third, true);
        assertThat(workers.leased()).containsExactlyInAnyOrder("w2", "w3");
    }

    @Test
    void noneOutlivesTheRun() throws IOException {
        Lease idle = jvms.take(stop, CORE);
        Lease used = jvms.take(stop, WEB);
        jvms.giveBack(CORE, idle, true);
        jvms.close();
        jvms.giveBack(WEB, used, true);
        assertThat(workers.leased()).isEmpty();
    }

    private FutureTask<Lease> takeWhileNoneStarts(WorkerSpec spec) {
        workers.startsNone();
        FutureTask<Lease> taken = new FutureTask<>(() -> jvms.take(stop, spec));
        new Thread(taken).start();
        workers.awaitOneWhoWaits();
        return taken;
    }
}
