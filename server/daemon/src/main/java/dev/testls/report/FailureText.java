package dev.testls.report;

import dev.testls.model.Failure;
import dev.testls.model.Outcome;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.report.TerminalOptions.TraceStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A red test told in full, and in one line. */
final class FailureText {
    private static final int MAX_OUTPUT_LINES = 100;
    private static final int MAX_OUTPUT_CHARACTERS = 32_000;
    private static final int MAX_MESSAGE_LINES = 60;
    private static final int MAX_LINE_CHARACTERS = 4_000;
    /** A message that says much more than expected and actual is shown in full. */
    private static final int MAX_WORDS_AROUND_VALUES = 60;

    private final TerminalOptions options;
    private final SourceLookup sources;

    FailureText(TerminalOptions options, SourceLookup sources) {
        this.options = options;
        this.sources = sources;
    }

    /** The display path, the place, the message or difference, the trace, the attempts and what the test wrote. */
    String block(TestResult result) {
        List<String> lines = new ArrayList<>();
        result.failure().ifPresent(failure -> tell(result.id(), result.outcome(), failure, lines));
        attempts(result, lines);
        output("stdout", result.stdout(), lines);
        output("stderr", result.stderr(), lines);
        return headline(result) + "\n" + lines.stream().map(line -> ("  " + line).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    /** {@code FAILED a.b.FooTest#adds  expected: <3> but was: <-1>}, cut to the terminal's width. */
    String recap(TestResult result) {
        String id = PrintableText.line(selector(result.id()));
        String message = result.failure().map(failure -> summary(failure, result.outcome())).orElse("");
        String plain = result.outcome() + " " + id + (message.isEmpty() ? "" : "  " + message);
        String fitting = fit(bounded(plain));
        String label = result.outcome().toString();
        return Style.RED_BOLD.paint(options.color(), label) + fitting.substring(label.length());
    }

    /** The names from the class down to the test as people see them: {@code a.b.FooTest > adds numbers > [2] 1, 2}. */
    static String displayPath(TestDescriptor test) {
        List<String> names = new ArrayList<>(test.displayNames());
        String topLevel = test.id().topLevelClass();
        String simple = topLevel.substring(topLevel.lastIndexOf('.') + 1);
        names.set(0, names.get(0).equals(simple) || names.get(0).equals(topLevel)
                ? topLevel : names.get(0) + " (" + topLevel + ")");
        return names.stream().map(PrintableText::line).collect(Collectors.joining(" > "));
    }

    /** The test as {@code tls run} takes it; behind it, set off by a blank, which of its invocations it was. */
    static String selector(TestId id) {
        return id.className() + (id.method().isEmpty() ? "" : "#" + id.methodName())
                + (id.invocation().isEmpty() ? "" : " " + id.invocation());
    }

    private String headline(TestResult result) {
        String path = displayPath(result.test());
        return Style.RED_BOLD.paint(options.color(), result.outcome().toString()) + " "
                + Style.BOLD.paint(options.color(), path);
    }

    private void tell(TestId id, Outcome outcome, Failure failure, List<String> lines) {
        String place = place(id, failure);
        String where = (place.isEmpty() ? "" : place + "  ") + PrintableText.line(selector(id));
        lines.add(Style.DIM.paint(options.color(), where));
        lines.addAll(message(failure, outcome));
        if (failure.expected().isPresent() && failure.actual().isPresent()) {
            lines.addAll(Difference.lines(failure.expected().get(), failure.actual().get(), options.color()).stream()
                    .map(FailureText::bounded).toList());
        }
        for (String line : TraceText.lines(failure.trace(), id.className(), options.trace())) {
            String printable = bounded(PrintableText.line(line.replace("\t", "  ")));
            lines.add(Style.DIM.paint(options.color(), printable));
        }
    }

    /** An assertion speaks for itself; any other throwable is named. What the difference tells is not said twice. */
    private List<String> message(Failure failure, Outcome outcome) {
        String message = withoutDifference(failure);
        if (outcome != Outcome.FAILED || failure.message().isEmpty()) {
            message = failure.type() + (message.isEmpty() ? "" : ": " + message);
        }
        if (message.isEmpty()) return List.of();
        List<String> lines = PrintableText.lines(message, options.color()).lines().map(FailureText::bounded).toList();
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), MAX_MESSAGE_LINES)));
        if (lines.size() > MAX_MESSAGE_LINES) shown.add("… " + (lines.size() - MAX_MESSAGE_LINES) + " more lines");
        return shown;
    }

    /** JUnit and AssertJ end their messages with expected and actual; the difference shows them better. */
    private static String withoutDifference(Failure failure) {
        String message = failure.message().strip();
        if (failure.expected().isEmpty() || failure.actual().isEmpty()) return message;
        int start = message.toLowerCase(Locale.ROOT).indexOf("expected:");
        if (start < 0) return message;
        String told = message.substring(start);
        int values = failure.expected().get().length() + failure.actual().get().length();
        if (told.length() > values + MAX_WORDS_AROUND_VALUES || !told.contains("but was")) return message;
        String before = message.substring(0, start).strip();
        return before.endsWith("==>") ? before.substring(0, before.length() - 3).strip() : before;
    }

    private String summary(Failure failure, Outcome outcome) {
        String message = PrintableText.line(failure.message()).strip().replaceAll(" +", " ");
        if (outcome == Outcome.FAILED && !message.isEmpty()) return message;
        String type = failure.type().substring(failure.type().lastIndexOf('.') + 1);
        return PrintableText.line(type) + (message.isEmpty() ? "" : ": " + message);
    }

    private String place(TestId id, Failure failure) {
        Optional<TraceText.Frame> frame = TraceText.usersFrame(failure.trace(), id.className());
        if (frame.isEmpty()) return "";
        Optional<Path> source = sources.find(id.module(), frame.get().className());
        String file = source.map(path -> Paths.relative(options.base(), path))
                .orElseGet(() -> PrintableText.line(frame.get().file()));
        return frame.get().line() == 0 ? file : file + ":" + frame.get().line();
    }

    private void attempts(TestResult result, List<String> lines) {
        int number = 0;
        for (TestResult.Attempt attempt : result.attempts()) {
            number++;
            String why = attempt.failure().map(failure -> "  " + summary(failure, attempt.outcome())).orElse("");
            String where = PrintableText.line(attempt.where());
            lines.add(fit("attempt " + number + " (" + where + "): " + attempt.outcome() + why));
        }
    }

    private void output(String name, String text, List<String> lines) {
        if (text.isBlank()) return;
        boolean cut = text.length() > MAX_OUTPUT_CHARACTERS;
        String end = cut ? text.substring(text.length() - MAX_OUTPUT_CHARACTERS) : text;
        List<String> all = PrintableText.lines(end, options.color()).lines().toList();
        int skipped = Math.max(0, all.size() - MAX_OUTPUT_LINES);
        lines.add(name + (cut || skipped > 0 ? " (only the end of it)" : "") + ":");
        String margin = Style.DIM.paint(options.color(), "| ");
        all.subList(skipped, all.size()).forEach(line -> lines.add(margin + bounded(line)));
    }

    private String fit(String line) {
        return options.columns() == 0 ? line : DisplayWidth.truncate(line, options.columns());
    }

    private static String bounded(String line) {
        if (line.length() <= MAX_LINE_CHARACTERS) return line;
        return PrintableText.lines(line.substring(0, MAX_LINE_CHARACTERS), Color.NONE) + "…";
    }
}
