package dev.testls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.base.ManualTicker;
import dev.testls.engine.Confirmer.Work.Done;
import dev.testls.engine.Confirmer.Work.End;
import dev.testls.model.ModuleId;
import dev.testls.select.EvidenceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfirmerTest {
    private static final ConfirmSettings AT_ONCE = new ConfirmSettings(Duration.ZERO, Duration.ofSeconds(60), Duration.ofHours(1));

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void theLatestComesFirst() throws InterruptedException {
        try (Confirmer confirmer = new Confirmer(this::confirm, AT_ONCE, new ManualTicker())) {
            try (Confirmer.Pause pause = confirmer.pause()) {
                confirmer.owe(due("a.One", "a.Two"));
                confirmer.owe(due("a.Three", "a.One"));
                confirmer.oweAtLast(due("a.Old", "a.Two"));
                pause.awaitStill();
                assertThat(confirmer.status().classes()).isEqualTo(4);
            }
            assertThat(take(4)).containsExactly("a.One", "a.Three", "a.Two", "a.Old");
        }
    }

    @Test
    void nothingIsConfirmedWhilePausedAndWhatWasStoppedIsBegunAnew() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Confirmer.Work endless = (cancel, due) -> {
            if (begun.getCount() == 0) return confirm(cancel, due);
            begun.countDown();
            CountDownLatch cancelled = new CountDownLatch(1);
            cancel.onRequest(cancelled::countDown);
            await(cancelled);
            heard.add("stopped " + due.key().className());
            return new Done(End.STOPPED, Duration.ofMillis(5));
        };
        try (Confirmer confirmer = new Confirmer(endless, AT_ONCE, new ManualTicker())) {
            confirmer.owe(due("a.One"));
            await(begun);
            try (Confirmer.Pause pause = confirmer.pause()) {
                pause.awaitStill();
                assertThat(heard).containsExactly("stopped a.One");
                assertThat(confirmer.status().provisional()).isEqualTo(1);
            }
            assertThat(take(2)).containsExactly("stopped a.One", "a.One");
        }
    }

    @Test
    void whatWasToldOfAClassWhileItWasConfirmedIsDueAgain() throws InterruptedException {
        List<Confirmer> self = new ArrayList<>();
        AtomicBoolean again = new AtomicBoolean(true);
        Confirmer.Work work = (cancel, due) -> {
            if (again.getAndSet(false)) self.get(0).owe(due("a.One"));
            return confirm(cancel, due);
        };
        try (Confirmer confirmer = new Confirmer(work, AT_ONCE, new ManualTicker())) {
            self.add(confirmer);
            try (Confirmer.Pause ignored = confirmer.pause()) {
                confirmer.owe(due("a.One"));
            }
            assertThat(take(2)).containsExactly("a.One", "a.One");
        }
    }

    @Test
    void whatIsCertainIsDueNoLonger() {
        try (Confirmer confirmer = new Confirmer(this::confirm, AT_ONCE, new ManualTicker())) {
            try (Confirmer.Pause pause = confirmer.pause()) {
                confirmer.owe(due("a.One", "a.Two"));
                confirmer.settle(due("a.One", "a.Two").stream().map(Due::key).toList());
                pause.awaitStill();
            }
            assertThat(confirmer.status().classes()).isZero();
        }
        assertThat(heard).isEmpty();
    }

    /** What one costs is known only afterwards; the next one waits for as long as the budget takes to grow again. */
    @Test
    void theBudgetIsKept() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        ConfirmSettings quarter = new ConfirmSettings(Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(1));
        Confirmer.Work dear = (cancel, due) -> new Done(confirm(cancel, due).end(), Duration.ofSeconds(3));
        try (Confirmer confirmer = new Confirmer(dear, quarter, ticker)) {
            confirmer.owe(due("a.Two", "a.One"));
            assertThat(take(1)).containsExactly("a.One");
            while (confirmer.status().confirmed() < 1) Thread.onSpinWait();
            assertThat(confirmer.status().used()).isEqualTo(Duration.ofSeconds(3));
            // Two seconds are owed, which takes eight.
            ticker.advance(Duration.ofMillis(7900));
            confirmer.owe(List.of());
            assertThat(confirmer.status().classes()).isEqualTo(1);
            ticker.advance(Duration.ofMillis(200));
            confirmer.owe(List.of());
            assertThat(take(1)).containsExactly("a.Two");
        }
    }

    @Test
    void withoutABudgetNothingIsConfirmed() {
        try (Confirmer confirmer = new Confirmer(this::confirm, new ConfirmSettings(Duration.ZERO, Duration.ZERO, Duration.ofHours(1)), new ManualTicker())) {
            confirmer.owe(due("a.One"));
            assertThat(confirmer.status().provisional()).isEqualTo(1);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aConfirmationThatBreaksIsNotTriedForEver() throws InterruptedException {
        Confirmer.Work broken = (cancel, due) -> {
            confirm(cancel, due);
            throw new IllegalStateException("on purpose");
        };
        try (Confirmer confirmer = new Confirmer(broken, AT_ONCE, new ManualTicker())) {
            confirmer.owe(due("a.Two", "a.One"));
            assertThat(take(2)).containsExactly("a.One", "a.Two");
            while (confirmer.status().classes() > 0) Thread.onSpinWait();
        }
    }

    private Done confirm(Cancel cancel, Due due) {
        heard.add(due.key().className());
        return new Done(End.CONFIRMED, Duration.ZERO);
    }

    private List<String> take(int count) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (all.size() < count) all.add(Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("only " + all)));
        return all;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Due> due(String... classes) {
        return Stream.of(classes).map(it -> new Due(new EvidenceKey(new ModuleId("g:core"), "default-test", it), RunRequest.everything(new TreeMap<>()), List.of(), Map.of(), 1, Optional.empty()))
                .toList();
    }
}
