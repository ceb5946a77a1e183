package dev.testls.rpc;

import dev.testls.engine.AffectedTests;
import dev.testls.engine.Live;
import dev.testls.engine.LiveRun;
import dev.testls.engine.World;
import dev.testls.model.Failure;
import dev.testls.model.FileCoverage;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.Problem;
import dev.testls.model.RunId;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.protocol.CoverageFoundParams;
import dev.testls.protocol.CoverageFoundParams.CoveredFile;
import dev.testls.protocol.CoverageResult;
import dev.testls.protocol.Location;
import dev.testls.protocol.NameVersion;
import dev.testls.protocol.Position;
import dev.testls.protocol.Range;
import dev.testls.protocol.RunFinishedParams;
import dev.testls.protocol.RunMessageParams;
import dev.testls.protocol.RunParams;
import dev.testls.protocol.RunStartedParams;
import dev.testls.protocol.SelectedTest;
import dev.testls.protocol.Status;
import dev.testls.protocol.TestFinishedParams;
import dev.testls.report.SourceLookup;
import dev.testls.report.TraceText;
import dev.testls.run.Plan;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import dev.testls.select.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** From values to the wire's records; texts are cut here. */
final class ToWire {
    private static final int MESSAGE = 64 << 10;
    private static final int VALUE = 128 << 10;
    private static final int TRACE = 256 << 10;
    private static final int FRAMES = 100;
    private static final int FRAME = 1 << 10;
    private static final int ATTEMPTS = 5;
    /** Each takes some forty bytes, with branches ninety. */
    private static final int COVERED_LINES = 8000;
    /** Earlier attempts are told in so much less. */
    private static final int ATTEMPT_SHARE = 8;

    private ToWire() {}

    static RunStartedParams started(LiveRun run, boolean mine) {
        RunStartedParams.Round round = run.origin().round().map(it -> new RunStartedParams.Round(it.of().value(), it.number(),
                it.changed().isEmpty() ? null : it.changed().stream().limit(1000).map(file -> TestItems.uri(file.value())).toList())).orElse(null);
        String version = run.origin().version();
        return new RunStartedParams(run.run().value(), run.kind().name().toLowerCase(Locale.ROOT), run.continuous(), mine,
                new NameVersion(run.origin().client(), version.isEmpty() ? null : version), round);
    }

    static List<SelectedTest> selected(Plan plan) {
        return plan.classes().stream().flatMap(it -> {
            List<String> tests = it.tests().isEmpty() ? it.testClass().tests() : it.tests();
            Stream<String> ids = tests.isEmpty() ? Stream.of(it.testClass().id().toString()) : tests.stream().map(test -> it.testClass().module() + "/" + test);
            return ids.map(id -> new SelectedTest(id, why(it.why())));
        }).toList();
    }

    static List<SelectedTest> selected(AffectedTests affected) {
        return affected.classes().stream().flatMap(it -> it.affected().tests().isEmpty()
                ? Stream.of(new SelectedTest(it.testClass().id().toString(), why(it.affected().why())))
                : it.affected().tests().entrySet().stream().map(test -> new SelectedTest(it.testClass().module() + "/" + test.getKey(), why(test.getValue())))).toList();
    }

    static dev.testls.protocol.Why why(Why why) {
        return new dev.testls.protocol.Why(why.kind(), Cut.middle(why.text(), 4 << 10));
    }

    static int bytes(SelectedTest it) {
        return 60 + Cut.encoded(it.id()) + Cut.encoded(it.why().text());
    }

    static CoveredFile covered(FileCoverage it) {
        List<String> tests = it.tests().stream().map(TestId::toString).toList();
        List<String> told = Cut.parts(tests, Cut::encoded).get(0);
        int more = tests.size() - told.size();
        return new CoveredFile(TestItems.uri(it.file().value()), count(it.lines()), count(it.branches()), count(it.methods()), told, more == 0 ? null : more);
    }

    static int bytes(CoveredFile it) {
        return 300 + Cut.encoded(it.uri()) + it.tests().stream().mapToInt(test -> 3 + Cut.encoded(test)).sum();
    }

    static CoverageResult coverage(FileCoverage.Details it) {
        List<CoverageResult.Line> lines = it.lines().stream().limit(COVERED_LINES).map(line -> new CoverageResult.Line(line.number() - 1, line.executed(),
                line.branches().total() == 0 ? null : count(line.branches()))).toList();
        List<CoverageResult.Method> methods = it.methods().stream().limit(COVERED_LINES / 4)
                .map(method -> new CoverageResult.Method(Cut.middle(method.name(), 200), method.line() - 1, method.executed())).toList();
        int more = it.lines().size() - lines.size();
        return new CoverageResult(lines, methods, more == 0 ? null : more);
    }

    private static CoverageFoundParams.Count count(FileCoverage.Count it) {
        return new CoverageFoundParams.Count(it.covered(), it.total());
    }

    static TestFinishedParams finished(RunId run, RunEvent.TestFinished event, SourceLookup sources) {
        TestResult result = event.result();
        ModuleId module = result.id().module();
        String testClass = result.id().className();
        List<TestFinishedParams.Attempt> attempts = result.attempts().stream().limit(ATTEMPTS).map(it -> new TestFinishedParams.Attempt(
                outcome(it.outcome()), millis(it.duration()),
                it.failure().map(failure -> failure(failure, module, testClass, sources, ATTEMPT_SHARE)).orElse(null), it.where())).toList();
        boolean skipped = result.outcome() == Outcome.SKIPPED;
        return new TestFinishedParams(run.value(), result.id().toString(), outcome(result.outcome()), millis(result.duration()),
                result.failure().map(it -> failure(it, module, testClass, sources, 1)).orElse(null),
                skipped ? Cut.middle(result.skipReason(), MESSAGE) : null, attempts.isEmpty() ? null : attempts, result.isFlaky() ? true : null, event.certain() ? null : false, result.worker());
    }

    static dev.testls.protocol.Failure failure(Failure it, ModuleId module, String testClass, SourceLookup sources, int share) {
        List<String> cut = new ArrayList<>();
        String message = cut("message", it.message(), MESSAGE / share, cut);
        String expected = it.expected().map(text -> cut("expected", text, VALUE / share, cut)).orElse(null);
        String actual = it.actual().map(text -> cut("actual", text, VALUE / share, cut)).orElse(null);
        String trace = cut("trace", it.trace(), TRACE / share, cut);
        List<dev.testls.protocol.Failure.Frame> frames = TraceText.frames(it.trace()).limit(FRAMES / share).map(frame -> frame(frame, module, sources)).toList();
        Location location = TraceText.usersFrame(it.trace(), testClass).filter(frame -> frame.line() > 0)
                .flatMap(frame -> sources.find(module, frame.className()).map(file -> location(file, frame.line() - 1, 0, 0))).orElse(null);
        return new dev.testls.protocol.Failure(message, Cut.middle(it.type(), FRAME), expected, actual, location, frames, trace, cut.isEmpty() ? null : cut);
    }

    static RunFinishedParams finished(RunId run, RunSummary it) {
        String ending = switch (it.end()) {
            case COMPLETED -> RunFinishedParams.COMPLETED;
            case STOPPED_EARLY -> RunFinishedParams.STOPPED_EARLY;
            case NOTHING_AFFECTED -> RunFinishedParams.NOTHING_AFFECTED;
            case STILL_RED -> RunFinishedParams.STILL_RED;
            case OUT_OF_TIME -> RunFinishedParams.OUT_OF_TIME;
            case CANCELLED -> RunFinishedParams.CANCELLED;
            case BUILD_FAILED -> RunFinishedParams.BUILD_FAILED;
            case INTERNAL_ERROR -> RunFinishedParams.INTERNAL_ERROR;
        };
        List<RunFinishedParams.NotRun> notRun = it.notRun().stream().limit(1000).map(each -> new RunFinishedParams.NotRun(each.className(), Cut.middle(each.why(), 200))).toList();
        return new RunFinishedParams(run.value(), ending,
                new RunFinishedParams.Totals(it.tests(), it.passed(), it.failed(), it.errors(), it.skipped(), it.flaky(), it.provisional() == 0 ? null : it.provisional(), it.compileErrors()),
                it.tests() > 0 ? null : noTestsRun(it), notRun.isEmpty() ? null : notRun, millis(it.wall()));
    }

    private static String noTestsRun(RunSummary it) {
        if (!it.nothingSelected().isEmpty()) return Cut.middle(it.nothingSelected(), MESSAGE);
        return switch (it.end()) {
            case BUILD_FAILED -> "the build cannot be read";
            case CANCELLED -> "the run was cancelled";
            case OUT_OF_TIME -> "the time was up";
            case INTERNAL_ERROR -> "the run broke";
            case NOTHING_AFFECTED, STILL_RED -> "no test is affected";
            case COMPLETED, STOPPED_EARLY -> it.notRun().isEmpty() ? "what was selected holds no test" : "what was selected could not run";
        };
    }

    static RunMessageParams message(RunId run, Problem it) {
        boolean error = it.severity() == Problem.Severity.ERROR;
        int column = Math.max(0, it.column() - 1);
        Location location = it.file().filter(file -> it.line() > 0)
                .map(file -> location(file.value(), it.line() - 1, column, column + Math.max(0, it.length()))).orElse(null);
        return new RunMessageParams(run.value(), error ? RunMessageParams.COMPILE_ERROR : RunMessageParams.COMPILE_WARNING, Cut.middle(it.message(), MESSAGE), null, null, location);
    }

    static Status status(Live live) {
        World world = live.world();
        List<String> running = live.broadcast().running().stream().limit(1000).map(RunId::value).toList();
        String state = Status.READY;
        if (world.project().isEmpty()) state = world.problem().isPresent() ? Status.BROKEN : Status.UNKNOWN;
        if (!running.isEmpty()) state = Status.RUNNING;
        Status.Problem problem = world.problem().map(it -> new Status.Problem(Cut.middle(it.message(), MESSAGE),
                Cut.middle(String.join("\n", it.details()), VALUE), Cut.middle(it.hint(), MESSAGE))).orElse(null);
        return new Status(state, world.revision().value(), running, live.red().size(), live.provisional() == 0 ? null : live.provisional(), world.tests().testCount(), problem);
    }

    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> TestFinishedParams.PASSED;
            case FAILED -> TestFinishedParams.FAILED;
            case ERROR -> TestFinishedParams.ERROR;
            case SKIPPED -> TestFinishedParams.SKIPPED;
        };
    }

    /** In thousandths at most. */
    static double millis(Duration duration) {
        return duration.toNanos() / 1000 / 1000.0;
    }

    private static dev.testls.protocol.Failure.Frame frame(TraceText.Frame it, ModuleId module, SourceLookup sources) {
        String place = it.line() > 0 ? it.file() + ":" + it.line() : it.file();
        Optional<Path> source = it.line() > 0 ? sources.find(module, it.className()) : Optional.empty();
        return new dev.testls.protocol.Failure.Frame(Cut.middle(it.className() + "." + it.method() + "(" + place + ")", FRAME),
                source.map(TestItems::uri).orElse(null), source.isPresent() ? it.line() - 1 : null);
    }

    private static Location location(Path file, int line, int from, int to) {
        return new Location(TestItems.uri(file), new Range(new Position(line, from), new Position(line, to)));
    }

    private static String cut(String name, String text, int bytes, List<String> cut) {
        String kept = Cut.middle(text, bytes);
        if (kept.length() != text.length()) cut.add(name);
        return kept;
    }
}
