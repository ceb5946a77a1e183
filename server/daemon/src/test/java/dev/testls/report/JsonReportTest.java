package dev.testls.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.testls.model.FileCoverage;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.SourcePath;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.select.Why;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JsonReportTest {
    /** The page that readers of the events rely on, seen from this module. */
    private static final Path PAGE = Path.of("../../docs/json-events.md");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The examples of the page are the golden file of this report. */
    @Example
    void everyEventIsWrittenAsItsPageShows() throws IOException {
        List<String> shown = new ArrayList<>();
        Matcher example = Pattern.compile("```json\n(.*?)\n```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        while (example.find()) shown.add(MAPPER.readTree(example.group(1)).toString());

        StringBuilder lines = new StringBuilder();
        JsonReport report = new JsonReport(lines::append);
        oneOfEach().forEach(report);
        List<String> written = lines.toString().lines().map(JsonReportTest::reread).collect(Collectors.toList());
        written.add(reread(ListReport.json(ListReportTest.shop())));
        assertThat(written).hasSize(18).containsExactlyElementsOf(shown);
    }

    @Property(tries = 300)
    void anyTextStaysInOneLineAndSurvives(@ForAll String text) throws IOException {
        String hostile = text + "\r\n\u0085\u2028\u2029\u001b\uD800";
        List<String> lines = new ArrayList<>();
        new JsonReport(lines::add).accept(new RunEvent.Notice(hostile));
        String line = lines.get(0);
        assertThat(line).endsWith("\n");
        assertThat(line.substring(0, line.length() - 1))
                .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        JsonNode read = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
        assertThat(read.get("text").asText()).isEqualTo(hostile);
    }

    private static String reread(String line) {
        try {
            return MAPPER.readTree(line).toString();
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static List<RunEvent> oneOfEach() {
        TestResult result = Events.result("a.b.FooTest > adds(int,int) > [2] 1, 2", Outcome.FAILED, 5);
        TestResult.Attempt attempt = new TestResult.Attempt(
                Outcome.ERROR, Duration.ofMillis(9),
                Optional.of(Events.thrown("java.lang.Error", "", "java.lang.Error\n")), TestResult.Attempt.REUSED_JVM);
        RunSummary summary = new RunSummary(Events.RUN, RunSummary.End.STOPPED_EARLY, 120, 1, 0, 2, 1,
                List.of(new RunSummary.NotRun("a.AdderTest", "it needs a.Adder, which does not compile")), 1,
                Duration.ofMillis(1320), "");
        return List.of(
                new RunEvent.PhaseStarted("compiling 3 files"),
                new RunEvent.StepFinished("scan the sources", Duration.ofMillis(4)),
                new RunEvent.Notice("worker w1 was replaced: its class path changed"),
                new RunEvent.BuildProblemFound("Maven failed: the parent shop:parent:1 cannot be found",
                        "[ERROR] Non-resolvable parent POM", "Run mvn validate; the model read before stays in use."),
                Events.compiled(Events.error(
                        "/shop/src/main/java/a/Adder.java", 3, 14, 3, "cannot find symbol", "\tint x = 1 + foo;")),
                new RunEvent.TestAffected(new ModuleId("shop:checkout"), "shop.checkout.BasketTest", "isFree()",
                        new Why.Executed("shop.catalog.Product", "<init>")),
                Events.started(2, 4),
                new RunEvent.DebuggerListening("127.0.0.1", 40001),
                new RunEvent.TestStarted(result.test(), "w1"),
                new RunEvent.Output(result.test(), false, "adding\n"),
                new RunEvent.StrayOutput(Events.MODULE, true, "a thread says hello\n"),
                new RunEvent.TestFinished(new TestResult(result.test(), Outcome.FAILED, Duration.ofNanos(5_123_456),
                        Optional.of(Events.notEqual("3", "-1")), "", "adding\n", "", List.of(attempt), "w1")),
                Events.classEnds("a.b.FooTest", 50),
                new RunEvent.CoverageFound(List.of(new FileCoverage(new ModuleId("shop:app"), SourcePath.of("/shop/app/src/main/java/a/Adder.java"),
                        new FileCoverage.Count(3, 4), new FileCoverage.Count(1, 2), new FileCoverage.Count(2, 2),
                        List.of(TestId.ofMethod(new ModuleId("shop:app"), "a.FooTest", "adds(int)"))))),
                new RunEvent.StillRed(List.of("shop:app/a.BarTest#adds()")),
                new RunEvent.RunFinished(summary),
                new RunEvent.StatusChanged(1, 3, 2, 48, false));
    }
}
