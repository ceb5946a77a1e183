package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.pool.Turns.Kind;
import dev.testls.pool.Turns.Party;
import dev.testls.pool.Turns.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Words are turns that somebody wants, one after the other: {@code a} is an ordinary one of the run {@code a}, {@code a!} one to confirm,
 * {@code a*} one alone, {@code q?} a quiet one; {@code -a} gives back what {@code a} got. What is expected is who has one in the end.
 */
@Timeout(60)
class TurnsTest {
    private final Turns turns = new Turns(2, 4);
    private final Map<String, Party> parties = new TreeMap<>();
    private final Map<String, List<FutureTask<Turn>>> asked = new TreeMap<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Two of all runs together, four of one that is alone.
            a b c           | a b
            a a a a a       | a a a a
            a a a b         | a a a
            # Whoever has the fewest goes first.
            a a a b -a      | a a
            a a a b -a -a   | a b
            a b c -a        | b c
            # Whoever has one gets one to confirm, and a second one only as others do.
            a b a!          | a a! b
            a b a! b! a!    | a a! b b!
            a b c!          | a b c!
            # Alone means alone; those who have one get on, the others wait.
            a b*            | a
            a b* c          | a
            a b* c a!       | a a!
            a b* c -a       | b*
            a b* c -a -b*   | c
            a* b*           | a*
            a* b* c -a*     | b*
            # Nobody waits for what is quiet.
            q?              | q?
            a q?            | a
            a q? -a         | q?
            q? a            | a
            q? a*           | a*
            """)
    void whoHasATurn(String wishes, String expected) throws Exception {
        for (String wish : wishes.strip().split("\\s+")) {
            if (wish.startsWith("-")) giveBack(wish.substring(1));
            else ask(wish);
        }
        assertThat(String.join(" ", holders())).isEqualTo(expected.strip());
    }

    @Test
    void whoeverIsCancelledWaitsNoMore() throws Exception {
        Cancel cancel = new Cancel();
        Turn first = turns.take(cancel, new Party(), Kind.ALONE);
        FutureTask<Turn> second = asking(() -> turns.take(cancel, new Party(), Kind.ORDINARY));
        cancel.request();
        assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(CancellationException.class);
        first.close();
        turns.take(Cancel.never(), new Party(), Kind.ALONE).close();
    }

    private void ask(String wish) throws InterruptedException {
        Party party = parties.computeIfAbsent(wish.substring(0, 1), name -> new Party());
        Kind kind = switch (wish.substring(1)) {
            case "!" -> Kind.CONFIRMING;
            case "*" -> Kind.ALONE;
            case "?" -> Kind.QUIET;
            default -> Kind.ORDINARY;
        };
        FutureTask<Turn> task = asking(() -> {
            Turn turn = turns.take(Cancel.never(), party, kind);
            if (kind == Kind.QUIET) turn.wanted.onRequest(turn::close);
            return turn;
        });
        asked.computeIfAbsent(wish, key -> new ArrayList<>()).add(task);
    }

    /** Returns when it has its turn or waits for it. */
    private static FutureTask<Turn> asking(java.util.concurrent.Callable<Turn> taking) throws InterruptedException {
        FutureTask<Turn> task = new FutureTask<>(taking);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        while (!task.isDone() && thread.getState() != Thread.State.WAITING) Thread.onSpinWait();
        return task;
    }

    private void giveBack(String wish) throws Exception {
        FutureTask<Turn> given = asked.get(wish).remove(0);
        given.get().close();
    }

    /** Those who have a turn now, whose threads may not know yet. */
    private List<String> holders() {
        List<String> holders = new ArrayList<>();
        turns.held().forEach(it -> parties.forEach((name, party) -> {
            if (it.isOf(party)) holders.add(name + switch (it.kind()) {
                case CONFIRMING -> "!";
                case ALONE -> "*";
                case QUIET -> "?";
                case ORDINARY -> "";
            });
        }));
        holders.sort(null);
        return holders;
    }
}
