package dev.testls.pool;

import dev.testls.base.Cancel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Who may have a JVM now, and who waits for it: processors and memory are there for so many at once. Whoever has the fewest goes
 * first, and of those who waited longest. All that changes is guarded by this object's lock.
 *
 * <p><b>Law:</b> nobody waits for ever. A party that has a turn gets one more to confirm what was red, whoever else waits, unless it has
 * such a one already; so each that has some can end, and each that waits for others to end has none.
 */
final class Turns {
    private final int together;
    private final int most;
    private final List<Turn> held = new ArrayList<>();
    /** In the order in which they came. */
    private final List<Turn> waiting = new ArrayList<>();

    /**
     * @param together so many parties may have at once, all together
     * @param most so many one may have that is alone
     */
    Turns(int together, int most) {
        this.together = together;
        this.most = Math.max(together, most);
    }

    /**
     * Waits for a turn; to be closed. Quiet ones are given up first.
     *
     * @throws CancellationException when stopping was asked for
     */
    Turn take(Cancel cancel, Party party, Kind kind) {
        Turn turn = new Turn(party, kind, this::giveBack);
        try (Cancel.Registration ignored = cancel.onRequest(this::wake)) {
            List<Turn> quiet;
            synchronized (this) {
                waiting.add(turn);
                quiet = kind == Kind.QUIET ? List.of() : held.stream().filter(it -> it.kind == Kind.QUIET).toList();
            }
            quiet.forEach(it -> it.wanted.request());
            await(cancel, turn);
        }
        return turn;
    }

    private synchronized void await(Cancel cancel, Turn turn) {
        try {
            grant();
            while (!held.contains(turn)) {
                cancel.check();
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            if (waiting.remove(turn)) grant();
        }
    }

    /** Returns when somebody has given a turn back, when nobody but {@code own} has one, or after so long. */
    synchronized void awaitFewer(Cancel cancel, Turn own, long millis) {
        int before = held.size();
        long ends = System.nanoTime() + millis * 1_000_000;
        try (Cancel.Registration ignored = cancel.onRequest(this::wake)) {
            while (held.size() >= before && held.stream().anyMatch(it -> it != own)) {
                cancel.check();
                long left = (ends - System.nanoTime()) / 1_000_000;
                if (left <= 0) return;
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** Those that somebody has now. */
    synchronized List<Turn> held() {
        return List.copyOf(held);
    }

    /** Whether somebody waits. */
    synchronized boolean isWanted() {
        return !waiting.isEmpty();
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized void giveBack(Turn turn) {
        if (held.remove(turn)) grant();
    }

    /** Under the lock. */
    private void grant() {
        Optional<Turn> next = next();
        while (next.isPresent()) {
            waiting.remove(next.get());
            held.add(next.get());
            next = next();
        }
        notifyAll();
    }

    private Optional<Turn> next() {
        return waiting.stream().filter(this::mayHave).min(Comparator.comparing((Turn it) -> it.kind).thenComparing(it -> count(it.party)));
    }

    private boolean mayHave(Turn turn) {
        if (turn.kind == Kind.QUIET) return waiting.stream().allMatch(it -> it.kind == Kind.QUIET) && held.stream().allMatch(it -> it.kind == Kind.QUIET) && held.size() < together;
        // It is about to go.
        if (held.stream().anyMatch(it -> it.kind == Kind.QUIET)) return false;
        if (turn.kind == Kind.ALONE) return held.isEmpty();
        if (held.stream().anyMatch(it -> it.kind == Kind.ALONE)) return false;
        boolean begins = count(turn.party) == 0;
        // Otherwise those who come would keep one waiting that wants to be alone.
        if (begins && waiting.stream().anyMatch(it -> it.kind == Kind.ALONE)) return false;
        if (turn.kind == Kind.CONFIRMING && held.stream().noneMatch(it -> it.party == turn.party && it.kind == Kind.CONFIRMING)) return true;
        if (held.size() < together) return true;
        return held.size() < most && held.stream().allMatch(it -> it.party == turn.party)
                && waiting.stream().allMatch(it -> it.party == turn.party || it.kind == Kind.QUIET);
    }

    private long count(Party party) {
        return held.stream().filter(it -> it.party == party).count();
    }

    /** Who has turns: a run, or whoever else wants a JVM. Told by its identity. */
    static final class Party {}

    /**
     * A closed set, in the order in which they are served. {@code CONFIRMING}: of a party that waits to end. {@code ALONE}: nobody else has
     * one meanwhile. {@code QUIET}: while nobody wants another.
     */
    enum Kind { CONFIRMING, ALONE, ORDINARY, QUIET }

    /** The right to have one JVM, until it is closed. */
    static final class Turn implements AutoCloseable {
        private final Party party;
        private final Kind kind;
        private final Consumer<Turn> end;
        /** Requested when a quiet one is to be given up. */
        final Cancel wanted = new Cancel();

        private Turn(Party party, Kind kind, Consumer<Turn> end) {
            this.party = party;
            this.kind = kind;
            this.end = end;
        }

        boolean isOf(Party other) {
            return party == other;
        }

        Kind kind() {
            return kind;
        }

        /** Of what nobody waits for. */
        static Turn none() {
            return new Turn(new Party(), Kind.ORDINARY, turn -> {});
        }

        @Override
        public void close() {
            end.accept(this);
        }
    }
}
