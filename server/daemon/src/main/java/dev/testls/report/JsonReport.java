package dev.testls.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.testls.model.Failure;
import dev.testls.model.FileCoverage;
import dev.testls.model.Problem;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A run as lines of JSON, one event a line; every {@link RunEvent} has one. Names and meanings are stable: see
 * {@code docs/json-events.md}. Fields may be added; readers skip what they do not know.
 *
 * <p><b>Law:</b> a line holds no line end of any kind within it, and can be encoded as UTF-8.
 */
public final class JsonReport implements Consumer<RunEvent> {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_RED_NAMED = 1000;

    private final Consumer<String> lines;

    /** @param lines takes each line, its line feed included */
    public JsonReport(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void accept(RunEvent event) {
        lines.accept(line(event.on(new Events())));
    }

    /** {@code node} in one line that ends with a line feed. */
    static String line(ObjectNode node) {
        try {
            return escapeLineEnds(MAPPER.writeValueAsString(node)) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of plain nodes can be written", e);
        }
    }

    /** Some readers split lines at these too; half a surrogate pair would be lost in UTF-8. */
    private static String escapeLineEnds(String json) {
        if (json.chars().allMatch(c -> c < 0x7f)) return json;
        StringBuilder out = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); ) {
            int c = json.codePointAt(i);
            i += Character.charCount(c);
            if (c == 0x85 || c == 0x2028 || c == 0x2029 || c >= 0xd800 && c <= 0xdfff || c >= 0x7f && c < 0xa0) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1_000 / 1_000.0;
    }

    /** An enum constant as a word of JSON: {@code STOPPED_EARLY} is {@code stoppedEarly}. */
    static String lower(Enum<?> value) {
        StringBuilder out = new StringBuilder();
        for (String word : value.name().split("_")) {
            out.append(out.isEmpty() ? word.toLowerCase(Locale.ROOT)
                    : word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    /** One object for each event. */
    private static final class Events implements RunEvent.Cases<ObjectNode> {
        @Override
        public ObjectNode phaseStarted(RunEvent.PhaseStarted it) {
            return event("phaseStarted").put("phase", it.phase());
        }

        @Override
        public ObjectNode stepFinished(RunEvent.StepFinished it) {
            return event("stepFinished").put("step", it.step()).put("durationMs", millis(it.duration()));
        }

        @Override
        public ObjectNode notice(RunEvent.Notice it) {
            return event("notice").put("text", it.text());
        }

        @Override
        public ObjectNode buildProblemFound(RunEvent.BuildProblemFound it) {
            return event("buildProblemFound").put("message", it.message()).put("details", it.details())
                    .put("hint", it.hint());
        }

        @Override
        public ObjectNode compiled(RunEvent.Compiled it) {
            ObjectNode event = event("compiled").put("files", it.files()).put("durationMs", millis(it.duration()));
            ArrayNode problems = event.putArray("problems");
            it.problems().forEach(problem -> problems.add(problem(problem)));
            return event;
        }

        @Override
        public ObjectNode runStarted(RunEvent.RunStarted it) {
            return event("runStarted").put("run", it.run().value()).put("revision", it.revision().value())
                    .put("classes", it.classes()).put("tests", it.tests()).put("workers", it.workers());
        }

        @Override
        public ObjectNode debuggerListening(RunEvent.DebuggerListening it) {
            return event("debuggerListening").put("host", it.host()).put("port", it.port());
        }

        @Override
        public ObjectNode testStarted(RunEvent.TestStarted it) {
            ObjectNode event = event("testStarted");
            event.set("test", test(it.test()));
            return event.put("worker", it.worker());
        }

        @Override
        public ObjectNode output(RunEvent.Output it) {
            ObjectNode event = event("output");
            event.set("test", id(it.test().id()));
            return event.put("stream", stream(it.error())).put("text", it.text());
        }

        @Override
        public ObjectNode strayOutput(RunEvent.StrayOutput it) {
            return event("strayOutput").put("module", it.module().value()).put("stream", stream(it.error()))
                    .put("text", it.text());
        }

        @Override
        public ObjectNode testFinished(RunEvent.TestFinished it) {
            TestResult result = it.result();
            ObjectNode event = event("testFinished");
            event.set("test", test(result.test()));
            event.put("outcome", lower(result.outcome())).put("durationMs", millis(result.duration()));
            if (!result.skipReason().isEmpty()) event.put("skipReason", result.skipReason());
            result.failure().ifPresent(failure -> event.set("failure", failure(failure)));
            event.put("stdout", result.stdout()).put("stderr", result.stderr());
            ArrayNode attempts = event.putArray("attempts");
            for (TestResult.Attempt attempt : result.attempts()) {
                ObjectNode node = attempts.addObject().put("outcome", lower(attempt.outcome()))
                        .put("durationMs", millis(attempt.duration())).put("where", attempt.where());
                attempt.failure().ifPresent(failure -> node.set("failure", failure(failure)));
            }
            return event.put("certain", it.certain()).put("worker", result.worker());
        }

        @Override
        public ObjectNode classFinished(RunEvent.ClassFinished it) {
            return event("classFinished").put("module", it.module().value()).put("execution", it.execution())
                    .put("class", it.className()).put("durationMs", millis(it.duration()));
        }

        @Override
        public ObjectNode coverageFound(RunEvent.CoverageFound it) {
            ObjectNode event = event("coverageFound");
            ArrayNode files = event.putArray("files");
            for (FileCoverage each : it.files()) {
                ObjectNode file = files.addObject().put("module", each.module().value()).put("file", each.file().toString());
                file.set("lines", count(each.lines()));
                file.set("branches", count(each.branches()));
                file.set("methods", count(each.methods()));
                ArrayNode tests = file.putArray("tests");
                each.tests().forEach(test -> tests.add(test.toString()));
            }
            return event;
        }

        private static ObjectNode count(FileCoverage.Count it) {
            return NODES.objectNode().put("covered", it.covered()).put("total", it.total());
        }

        @Override
        public ObjectNode runFinished(RunEvent.RunFinished it) {
            RunSummary summary = it.summary();
            ObjectNode event = event("runFinished").put("run", summary.run().value()).put("end", lower(summary.end()))
                    .put("exitCode", summary.exitCode().value()).put("tests", summary.tests())
                    .put("passed", summary.passed()).put("failed", summary.failed()).put("errors", summary.errors())
                    .put("skipped", summary.skipped()).put("flaky", summary.flaky()).put("provisional", summary.provisional())
                    .put("compileErrors", summary.compileErrors()).put("durationMs", millis(summary.wall()));
            ArrayNode notRun = event.putArray("notRun");
            for (RunSummary.NotRun each : summary.notRun()) {
                notRun.addObject().put("class", each.className()).put("why", each.why());
            }
            if (!summary.nothingSelected().isEmpty()) event.put("nothingSelected", summary.nothingSelected());
            return event;
        }

        @Override
        public ObjectNode statusChanged(RunEvent.StatusChanged it) {
            return event("statusChanged").put("red", it.red()).put("stale", it.stale()).put("provisional", it.provisional()).put("tests", it.tests()).put("running", it.running());
        }

        @Override
        public ObjectNode testAffected(RunEvent.TestAffected it) {
            ObjectNode node = event("affected").put("module", it.module().value()).put("class", it.className());
            if (!it.method().isEmpty()) node.put("method", it.method());
            node.putObject("why").put("kind", it.why().kind()).put("text", it.why().text());
            return node;
        }

        @Override
        public ObjectNode stillRed(RunEvent.StillRed it) {
            ObjectNode node = event("stillRed").put("total", it.tests().size());
            ArrayNode tests = node.putArray("tests");
            it.tests().stream().limit(MOST_RED_NAMED).forEach(tests::add);
            return node;
        }

        private static ObjectNode event(String name) {
            return NODES.objectNode().put("event", name);
        }

        private static ObjectNode test(TestDescriptor test) {
            ObjectNode node = id(test.id()).put("kind", lower(test.kind()));
            ArrayNode names = node.putArray("displayNames");
            test.displayNames().forEach(names::add);
            return node.put("engine", test.engine()).put("uniqueId", test.uniqueId());
        }

        private static ObjectNode id(TestId id) {
            return NODES.objectNode().put("id", id.toString()).put("module", id.module().value())
                    .put("class", id.className()).put("method", id.method()).put("invocation", id.invocation());
        }

        private static ObjectNode failure(Failure failure) {
            ObjectNode node = NODES.objectNode().put("type", failure.type()).put("message", failure.message());
            failure.expected().ifPresent(text -> node.put("expected", text));
            failure.actual().ifPresent(text -> node.put("actual", text));
            return node.put("trace", failure.trace());
        }

        private static ObjectNode problem(Problem problem) {
            ObjectNode node = NODES.objectNode().put("severity", lower(problem.severity()));
            problem.file().ifPresent(file -> node.put("file", file.toString()));
            return node.put("line", problem.line()).put("column", problem.column()).put("length", problem.length())
                    .put("message", problem.message()).put("sourceLine", problem.sourceLine());
        }

        private static String stream(boolean error) {
            return error ? "stderr" : "stdout";
        }
    }
}
