package dev.testls.report;

import dev.testls.model.TestResult;
import dev.testls.report.TerminalOptions.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The tests that took longest; only as many are kept as will be told. */
final class Slowest {
    private static final Comparator<TestResult> QUICKEST_FIRST = Comparator.comparing(TestResult::duration);

    private final int limit;
    private final PriorityQueue<TestResult> kept = new PriorityQueue<>(QUICKEST_FIRST);

    Slowest(int limit) {
        this.limit = limit;
    }

    void add(TestResult result) {
        if (limit == 0) return;
        kept.add(result);
        if (kept.size() > limit) kept.remove();
    }

    void tell(StringBuilder text, Color color) {
        if (kept.isEmpty()) return;
        text.append("slowest tests:\n");
        List<TestResult> slowestFirst = new ArrayList<>(kept);
        slowestFirst.sort(QUICKEST_FIRST.reversed());
        for (TestResult result : slowestFirst) {
            String duration = String.format("%10s", DurationText.of(result.duration()));
            text.append(Style.DIM.paint(color, duration)).append("  ")
                    .append(FailureText.displayPath(result.test())).append('\n');
        }
    }
}
