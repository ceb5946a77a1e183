package dev.testls.run;

import dev.testls.model.Excerpt;
import dev.testls.model.Failure;
import dev.testls.model.TestResult;
import java.util.Optional;

/**
 * How much of what tests wrote and threw is held in memory until it can be told, which is when their class has ended: over all runs
 * that share this. Any thread.
 *
 * <p><b>Law:</b> a result is never lost; where there is no room, what it holds of texts is cut, and says so.
 */
public final class HeldResults {
    /** In characters. A heap of a hundred megabytes bears it, whatever the characters are. */
    public static final long STANDARD = 24 << 20;
    /** What is kept of each text of a result for which there is no room. */
    private static final int EXCERPT = 1 << 10;

    private final long most;
    /** Guarded by this. */
    private long held;

    public HeldResults(long most) {
        this.most = most;
    }

    /** The result as it can be held, until it is given to {@link #release}. */
    public synchronized TestResult hold(TestResult result) {
        TestResult it = held + EventSize.text(result) <= most ? result : excerpt(result);
        held += EventSize.text(it);
        return it;
    }

    public synchronized void release(TestResult held) {
        this.held -= EventSize.text(held);
    }

    /** The same result with the beginning and the end of each of its texts. */
    public static TestResult excerpt(TestResult it) {
        return new TestResult(it.test(), it.outcome(), it.duration(), it.failure().map(HeldResults::excerpt), it.skipReason(), Excerpt.of(it.stdout(), EXCERPT),
                Excerpt.of(it.stderr(), EXCERPT), it.attempts().stream().map(HeldResults::excerpt).toList(), it.worker());
    }

    private static TestResult.Attempt excerpt(TestResult.Attempt it) {
        return new TestResult.Attempt(it.outcome(), it.duration(), it.failure().map(HeldResults::excerpt), it.where());
    }

    private static Failure excerpt(Failure it) {
        Optional<String> expected = it.expected().map(text -> Excerpt.of(text, EXCERPT));
        Optional<String> actual = it.actual().map(text -> Excerpt.of(text, EXCERPT));
        return new Failure(it.type(), Excerpt.of(it.message(), EXCERPT), Excerpt.of(it.trace(), 4 * EXCERPT), expected, actual);
    }
}
