package dev.testls.jdt;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are worked out once.
 *
 * <p>Law: what is told does not depend on what was asked before. In broken code supertypes may go in a circle, and the
 * answer to a question on the way around depends on where one started; such an answer is kept for those only who start
 * with that question.
 *
 * @param <V> what is asked for
 */
final class Memo<V> {
    private final Circles circles;
    private final Map<String, Optional<V>> sure = new HashMap<>();
    private final Map<String, Optional<V>> fromHere = new HashMap<>();

    Memo(Circles circles) {
        this.circles = circles;
    }

    @Nullable V get(String question, Supplier<@Nullable V> answer) {
        Optional<V> known = sure.get(question);
        if (known == null && circles.depth == 0) {
            known = fromHere.get(question);
            circles.met |= known != null;
        }
        if (known != null) return known.orElse(null);
        boolean metBefore = circles.met;
        circles.met = false;
        V found = answer.get();
        if (!circles.met) sure.put(question, Optional.ofNullable(found));
        else if (circles.depth == 0) fromHere.put(question, Optional.ofNullable(found));
        circles.met |= metBefore;
        return found;
    }

    /** What all memos of one collection share. */
    static final class Circles {
        /** How many types are having their supertypes found right now. */
        private int depth;
        /** Whether the answer that is being worked out met a type that is itself waiting for an answer. */
        private boolean met;

        /** Runs what finds a type's supertypes. */
        <V> V within(Supplier<V> work) {
            depth++;
            try {
                return work.get();
            } finally {
                depth--;
            }
        }

        void meet() {
            met = true;
        }
    }
}
