package dev.testls.report;

import dev.testls.model.Problem;
import dev.testls.report.TerminalOptions.Color;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Compile problems as javac prints them: place, message, the line and a caret under what is meant. */
public final class ProblemText {
    private static final int MOST = 100;

    private ProblemText() {}

    /** The first ones, errors before warnings, and how many more there are. */
    public static String of(List<Problem> problems, Path base, Color color) {
        StringBuilder text = new StringBuilder();
        problems.stream().sorted(Comparator.comparing(Problem::severity)).limit(MOST).forEach(problem -> text.append(of(problem, base, color)));
        if (problems.size() > MOST) text.append("… ").append(problems.size() - MOST).append(" more problems\n");
        return text.toString();
    }

    static String of(Problem problem, Path base, Color color) {
        boolean error = problem.severity() == Problem.Severity.ERROR;
        StringBuilder text = new StringBuilder();
        text.append(Style.BOLD.paint(color, place(problem, base)));
        Style style = error ? Style.RED_BOLD : Style.YELLOW_BOLD;
        text.append(style.paint(color, error ? "error" : "warning")).append(": ");
        text.append(PrintableText.lines(problem.message(), color).stripTrailing()).append('\n');
        if (problem.sourceLine().isEmpty()) return text.toString();
        String line = PrintableText.lines(problem.sourceLine(), Color.NONE).replace('\n', ' ');
        text.append(line).append('\n');
        if (problem.column() > 0) text.append(caret(problem, line, color)).append('\n');
        return text.toString();
    }

    private static String place(Problem problem, Path base) {
        if (problem.file().isEmpty()) return "";
        String file = Paths.relative(base, problem.file().get().value());
        if (problem.line() == 0) return file + ": ";
        return file + ":" + problem.line() + (problem.column() == 0 ? "" : ":" + problem.column()) + ": ";
    }

    /** Tabs before the caret stay tabs, so that it stands right whatever a tab means to the terminal. */
    private static String caret(Problem problem, String line, Color color) {
        int start = Math.min(problem.column() - 1, line.length());
        int length = Math.max(1, Math.min(problem.length(), line.length() - start));
        StringBuilder indent = new StringBuilder();
        line.substring(0, start).codePoints()
                .forEach(c -> indent.append(c == '\t' ? "\t" : " ".repeat(DisplayWidth.of(Character.toString(c)))));
        return indent + Style.GREEN_BOLD.paint(color, "^" + "~".repeat(length - 1));
    }
}
