package dev.testls.report;

import dev.testls.model.TestResult;
import dev.testls.report.TerminalOptions.Color;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The tests that took longest; only as many are kept as will be told. */
final class Slowest {
    private static final Comparator<Timed> QUICKEST_FIRST = Comparator.comparing(Timed::duration);

    private final int limit;
    private final PriorityQueue<Timed> kept = new PriorityQueue<>(QUICKEST_FIRST);

    Slowest(int limit) {
        this.limit = limit;
    }

    void add(TestResult result) {
        if (limit == 0) return;
        if (kept.size() == limit && kept.peek().duration().compareTo(result.duration()) >= 0) return;
        kept.add(new Timed(FailureText.displayPath(result.test()), result.duration()));
        if (kept.size() > limit) kept.remove();
    }

    void tell(StringBuilder text, Color color) {
        if (kept.isEmpty()) return;
        text.append("slowest tests:\n");
        List<Timed> slowestFirst = new ArrayList<>(kept);
        slowestFirst.sort(QUICKEST_FIRST.reversed());
        for (Timed test : slowestFirst) {
            String duration = String.format("%10s", DurationText.of(test.duration()));
            text.append(Style.DIM.paint(color, duration)).append("  ").append(test.path()).append('\n');
        }
    }

    private record Timed(String path, Duration duration) {}
}
