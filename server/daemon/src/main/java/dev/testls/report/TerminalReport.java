package dev.testls.report;

import dev.testls.base.Ticker;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.report.LiveArea.Line;
import dev.testls.report.LiveArea.Word;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.report.TerminalOptions.Redraw;
import dev.testls.report.TerminalOptions.Timing;
import dev.testls.report.TerminalOptions.Verbosity;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A run as people see it in a terminal or a pipe.
 *
 * <p>Every event becomes text that scrolls by: failures at once and in full, and as many lines on classes and tests as
 * were wished for. Where the terminal can redraw, a progress area stays below that text until the run has finished. In
 * the end everything that needs attention is told once more in short, then one summary line. Not safe for threads:
 * events and {@link #tick} come one after the other.
 */
public final class TerminalReport implements Consumer<RunEvent> {
    private static final int DEFAULT_COLUMNS = 80;
    private static final int MAX_RUNNING_LINES = 4;
    private static final int BAR_COLUMNS = 20;

    private final TerminalOptions options;
    private final Ticker ticker;
    private final ReportSink sink;
    private final FailureText failures;
    private final LiveArea area;
    private final Texts texts = new Texts();
    private final long startedAt;

    private String phase = "";
    private int expected;
    private boolean testsBegan;
    private boolean over;
    private Tally tally = Tally.NONE;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<TestId> declared = new HashSet<>();
    private final Map<ClassKey, Tally> classes = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> recaps = new ArrayList<>();
    private final Slowest slowest;

    public TerminalReport(TerminalOptions options, Ticker ticker, SourceLookup sources, ReportSink sink) {
        this.options = options;
        this.ticker = ticker;
        this.sink = sink;
        this.failures = new FailureText(options, sources);
        this.area = new LiveArea(ticker, options.columns() == 0 ? DEFAULT_COLUMNS : options.columns());
        this.slowest = new Slowest(options.durations());
        this.startedAt = ticker.nanos();
    }

    @Override
    public void accept(RunEvent event) {
        String text = event.on(texts);
        if (options.redraw() == Redraw.NEVER) {
            if (!text.isEmpty()) sink.out(text);
        } else if (over) {
            sink.out(area.erase() + text);
        } else if (!text.isEmpty()) {
            sink.out(area.above(text, progress()));
        } else if (area.due()) {
            sink.out(area.redraw(progress()));
        }
    }

    /** Has whole lines scroll by among those of the run. */
    void tell(String lines) {
        sink.out(options.redraw() == Redraw.NEVER || over ? lines : area.above(lines, progress()));
    }

    void resized(int columns) {
        area.resized(columns);
    }

    /** Draws the progress area again if it is time to: elapsed times have grown. To be called every 100 ms or so. */
    public void tick() {
        boolean underWay = !over && (testsBegan || !phase.isEmpty());
        if (options.redraw() == Redraw.LIVE && underWay && area.due()) sink.out(area.redraw(progress()));
    }

    private void notice(String text) {
        if (options.redraw() == Redraw.LIVE) sink.out(area.erase());
        sink.err("tls: " + PrintableText.line(text) + "\n");
        if (options.redraw() == Redraw.LIVE) sink.out(area.redraw(progress()));
    }

    private List<Line> progress() {
        List<Line> lines = new ArrayList<>();
        String elapsed = DurationText.running(ticker.since(startedAt));
        if (!testsBegan) {
            Word what = new Word(phase.isEmpty() ? "starting" : phase, Style.BOLD);
            lines.add(line(what, new Word("  " + elapsed, Style.DIM)));
            return lines;
        }
        int done = Math.min(declared.size(), expected);
        List<Word> head = new ArrayList<>();
        head.add(new Word(bar(done) + " ", tally.isRed() ? Style.RED : Style.GREEN));
        head.add(new Word(done + "/" + expected, Style.BOLD));
        count(head, tally.failed(), " failed", Style.RED_BOLD);
        count(head, tally.errors(), tally.errors() == 1 ? " error" : " errors", Style.RED_BOLD);
        count(head, tally.passed(), " passed", Style.GREEN);
        count(head, tally.skipped(), " skipped", Style.YELLOW);
        head.add(new Word("  " + elapsed, Style.DIM));
        if (running.isEmpty() && !phase.isEmpty()) head.add(new Word("  " + phase, Style.PLAIN));
        lines.add(new Line(head, options.color()));
        running.values().stream().limit(MAX_RUNNING_LINES).forEach(test -> lines.add(runningLine(test)));
        int more = running.size() - MAX_RUNNING_LINES;
        if (more > 0) lines.add(line(new Word("  … " + more + " more running", Style.DIM)));
        return lines;
    }

    private static void count(List<Word> words, int number, String what, Style style) {
        if (number > 0) words.add(new Word("  " + number + what, style));
    }

    private Line runningLine(Running test) {
        String elapsed = DurationText.running(ticker.since(test.startedAt()));
        return line(new Word("  " + elapsed + "  ", Style.DIM), new Word(FailureText.displayPath(test.test()), Style.PLAIN));
    }

    private Line line(Word... words) {
        return new Line(List.of(words), options.color());
    }

    private String bar(int done) {
        int full = expected == 0 ? 0 : (int) ((long) BAR_COLUMNS * done / expected);
        return "█".repeat(full) + "░".repeat(BAR_COLUMNS - full);
    }

    private Color color() {
        return options.color();
    }

    private boolean quiet() {
        return options.verbosity() == Verbosity.QUIET;
    }

    private boolean verbose() {
        return options.verbosity() == Verbosity.VERBOSE;
    }

    /** What scrolls by for each event; most say nothing. */
    private final class Texts implements RunEvent.Cases<String> {
        @Override
        public String phaseStarted(RunEvent.PhaseStarted it) {
            phase = PrintableText.line(it.phase());
            return verbose() && options.redraw() == Redraw.NEVER ? phase + "\n" : "";
        }

        @Override
        public String stepFinished(RunEvent.StepFinished it) {
            return options.timing() == Timing.SHOWN ? "timing  " + it.step() + "  " + DurationText.of(it.duration()) + "\n" : "";
        }

        @Override
        public String notice(RunEvent.Notice it) {
            TerminalReport.this.notice(it.text());
            return "";
        }

        @Override
        public String buildProblemFound(RunEvent.BuildProblemFound it) {
            TerminalReport.this.notice(it.message());
            if (verbose()) it.details().lines().forEach(TerminalReport.this::notice);
            if (!it.hint().isEmpty()) TerminalReport.this.notice(it.hint());
            return "";
        }

        @Override
        public String compiled(RunEvent.Compiled it) {
            problems.addAll(it.problems());
            if (!verbose() || it.files() == 0) return "";
            return "compiled " + it.files() + (it.files() == 1 ? " file in " : " files in ")
                    + DurationText.of(it.duration()) + "\n";
        }

        @Override
        public String runStarted(RunEvent.RunStarted it) {
            expected += it.tests();
            testsBegan = true;
            phase = "";
            return "";
        }

        @Override
        public String debuggerListening(RunEvent.DebuggerListening it) {
            return "Waiting for a debugger at " + it.host() + ":" + it.port() + "; attach any Java debugger, for instance: jdb -attach " + it.host() + ":" + it.port() + "\n";
        }

        @Override
        public String testStarted(RunEvent.TestStarted it) {
            if (it.test().kind() == TestDescriptor.Kind.TEST) {
                running.put(it.test().uniqueId(), new Running(it.test(), ticker.nanos()));
            }
            return "";
        }

        @Override
        public String output(RunEvent.Output it) {
            return "";
        }

        @Override
        public String strayOutput(RunEvent.StrayOutput it) {
            if (!verbose() || it.text().isBlank()) return "";
            StringBuilder text = new StringBuilder();
            PrintableText.lines(it.text(), color()).lines()
                    .forEach(line -> text.append("| ").append(line).append('\n'));
            return text.toString();
        }

        @Override
        public String testFinished(RunEvent.TestFinished it) {
            TestResult result = it.result();
            running.remove(result.test().uniqueId());
            tally = tally.plus(result);
            declared.add(result.id().declared());
            ClassKey root = new ClassKey(result.id().module(), SurefireNames.rootClass(result.test()));
            classes.merge(root, Tally.NONE.plus(result), Tally::plus);
            slowest.add(result);
            if (result.outcome().isRed()) recaps.add(failures.recap(result));
            String line = verbose() ? testLine(result) : "";
            return result.outcome().isRed() ? line + failures.block(result) + "\n" : line;
        }

        @Override
        public String classFinished(RunEvent.ClassFinished it) {
            Tally ended = classes.remove(new ClassKey(it.module(), it.className()));
            boolean wanted = options.redraw() == Redraw.NEVER && options.verbosity() == Verbosity.NORMAL;
            if (ended == null || !wanted) return "";
            return PrintableText.line(it.className()) + "  " + ended.text(color()) + "  "
                    + Style.DIM.paint(color(), DurationText.of(it.duration())) + "\n";
        }

        @Override
        public String coverageFound(RunEvent.CoverageFound it) {
            return quiet() ? "" : CoverageText.of(it.files(), verbose(), color());
        }

        @Override
        public String runFinished(RunEvent.RunFinished it) {
            over = true;
            return theEnd(it.summary());
        }

        @Override
        public String statusChanged(RunEvent.StatusChanged it) {
            return "";
        }

        @Override
        public String testAffected(RunEvent.TestAffected it) {
            return "";
        }

        @Override
        public String stillRed(RunEvent.StillRed it) {
            return TerminalReport.this.stillRed(it.tests());
        }
    }

    private static final int MOST_RED_NAMED = 20;

    private String stillRed(List<String> tests) {
        StringBuilder text = new StringBuilder();
        tests.stream().limit(MOST_RED_NAMED).forEach(id -> text.append(Style.RED_BOLD.paint(color(), "STILL RED")).append(' ')
                .append(PrintableText.line(id.substring(id.indexOf('/') + 1))).append('\n'));
        int more = tests.size() - MOST_RED_NAMED;
        if (more > 0) text.append("and ").append(more).append(more == 1 ? " other\n" : " others\n");
        return text.toString();
    }

    private String testLine(TestResult result) {
        Style style = switch (result.outcome()) {
            case PASSED -> Style.GREEN;
            case FAILED, ERROR -> Style.RED_BOLD;
            case SKIPPED -> Style.YELLOW;
        };
        String reason = result.skipReason().isBlank() ? "" : "  " + PrintableText.firstLine(result.skipReason());
        return style.paint(color(), result.outcome().toString()) + " " + FailureText.displayPath(result.test())
                + "  " + Style.DIM.paint(color(), DurationText.of(result.duration())) + reason + "\n";
    }

    private String theEnd(RunSummary summary) {
        StringBuilder text = new StringBuilder();
        problems(text);
        notRun(summary, text);
        if (!quiet()) {
            slowest.tell(text, color());
            recaps.forEach(recap -> text.append(recap).append('\n'));
        }
        return text.append(SummaryText.line(summary, color())).append('\n').toString();
    }

    private void problems(StringBuilder text) {
        List<Problem> told = problems.stream().filter(problem -> problem.severity() == Problem.Severity.ERROR || verbose()).toList();
        text.append(ProblemText.of(told, options.base(), color()));
    }

    private void notRun(RunSummary summary, StringBuilder text) {
        for (RunSummary.NotRun notRun : summary.notRun()) {
            text.append(Style.YELLOW_BOLD.paint(color(), "NOT RUN")).append(' ')
                    .append(PrintableText.line(notRun.className())).append("  ")
                    .append(PrintableText.line(notRun.why())).append('\n');
        }
    }

    private record Running(TestDescriptor test, long startedAt) {}

    private record ClassKey(ModuleId module, String className) {}
}
