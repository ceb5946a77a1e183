package dev.testls.report;

import dev.testls.report.TerminalOptions.Color;
import dev.testls.run.RunSummary;
import java.util.ArrayList;
import java.util.List;

/** The last line: {@code == 3 failed, 120 passed, 2 skipped, 1 flaky in 1.32 s ==}. */
final class SummaryText {
    private SummaryText() {}

    static String line(RunSummary summary, Color color) {
        Style frame = switch (summary.exitCode()) {
            case PASSED -> Style.GREEN_BOLD;
            case NOTHING_SELECTED, INTERRUPTED -> Style.YELLOW_BOLD;
            case TESTS_FAILED, BUILD_FAILED, INTERNAL_ERROR, USAGE -> Style.RED_BOLD;
        };
        String time = " in " + DurationText.of(summary.wall()) + " ==";
        return frame.paint(color, "== ") + text(summary, color) + frame.paint(color, time) + provisional(summary, color);
    }

    /** What comes of them in a fresh JVM is looked at when nothing else runs. */
    private static String provisional(RunSummary summary, Color color) {
        if (summary.provisional() == 0) return "";
        boolean all = summary.provisional() == summary.passed() + summary.skipped();
        return Style.DIM.paint(color, all ? " provisional" : " " + summary.provisional() + " provisional");
    }

    private static String text(RunSummary summary, Color color) {
        List<String> parts = new ArrayList<>();
        String counts = Tally.of(summary).text(color);
        if (!counts.isEmpty()) parts.add(counts);
        if (summary.compileErrors() > 0) {
            parts.add(Style.RED_BOLD.paint(color, count(summary.compileErrors(), "compile error", "compile errors")));
        }
        if (!summary.notRun().isEmpty()) {
            parts.add(Style.YELLOW.paint(color, count(summary.notRun().size(), "class", "classes") + " not run"));
        }
        if (summary.tests() > 0 && summary.end() == RunSummary.End.STILL_RED) parts.add(Style.RED_BOLD.paint(color, "others still red"));
        if (summary.tests() == 0) parts.add(Style.YELLOW_BOLD.paint(color, nothingRan(summary)));
        return end(summary, color) + String.join(", ", parts);
    }

    private static String nothingRan(RunSummary summary) {
        String why = PrintableText.line(summary.nothingSelected());
        boolean current = summary.end() == RunSummary.End.NOTHING_AFFECTED || summary.end() == RunSummary.End.STILL_RED;
        if (current) return "nothing to run: " + why;
        return why.isEmpty() ? "no tests ran" : "no tests ran: " + why;
    }

    private static String end(RunSummary summary, Color color) {
        return switch (summary.end()) {
            case COMPLETED, NOTHING_AFFECTED, STILL_RED -> "";
            case STOPPED_EARLY -> Style.YELLOW_BOLD.paint(color, "stopped early: ");
            case OUT_OF_TIME -> Style.RED_BOLD.paint(color, "out of time: ");
            case CANCELLED -> Style.YELLOW_BOLD.paint(color, "cancelled: ");
            case BUILD_FAILED -> Style.RED_BOLD.paint(color, "the build failed: ");
            case INTERNAL_ERROR -> Style.RED_BOLD.paint(color, "internal error: ");
        };
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
