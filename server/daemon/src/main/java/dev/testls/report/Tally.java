package dev.testls.report;

import dev.testls.model.TestResult;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.run.RunSummary;
import java.util.ArrayList;
import java.util.List;

/** How many tests ended how. */
record Tally(int passed, int failed, int errors, int skipped, int flaky) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    static Tally of(RunSummary summary) {
        return new Tally(summary.passed(), summary.failed(), summary.errors(), summary.skipped(), summary.flaky());
    }

    Tally plus(TestResult result) {
        return switch (result.outcome()) {
            case PASSED -> new Tally(passed + 1, failed, errors, skipped, flaky + (result.isFlaky() ? 1 : 0));
            case FAILED -> new Tally(passed, failed + 1, errors, skipped, flaky);
            case ERROR -> new Tally(passed, failed, errors + 1, skipped, flaky);
            case SKIPPED -> new Tally(passed, failed, errors, skipped + 1, flaky);
        };
    }

    Tally plus(Tally other) {
        return new Tally(passed + other.passed, failed + other.failed, errors + other.errors, skipped + other.skipped,
                flaky + other.flaky);
    }

    boolean isRed() {
        return failed + errors > 0;
    }

    /** {@code 3 failed, 120 passed, 2 skipped, 1 flaky}; what is zero is not told. Empty when nothing ended. */
    String text(Color color) {
        List<String> parts = new ArrayList<>();
        if (failed > 0) parts.add(Style.RED_BOLD.paint(color, failed + " failed"));
        if (errors > 0) parts.add(Style.RED_BOLD.paint(color, errors + (errors == 1 ? " error" : " errors")));
        if (passed > 0) parts.add(Style.GREEN.paint(color, passed + " passed"));
        if (skipped > 0) parts.add(Style.YELLOW.paint(color, skipped + " skipped"));
        if (flaky > 0) parts.add(Style.YELLOW.paint(color, flaky + " flaky"));
        return String.join(", ", parts);
    }
}
