package dev.testls.cli;

import dev.testls.engine.RunRequest;
import dev.testls.engine.RunRequest.FailedTests;
import dev.testls.model.RunId;
import dev.testls.run.Isolation;
import dev.testls.run.RunSettings;
import dev.testls.select.TestSelector;
import dev.testls.select.WordExpression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What selects tests and says how they run; picocli fills the fields. */
final class RunOptions {
    @Parameters(paramLabel = "SELECTOR", arity = "0..*", description = {
        "What to run: FooTest, a.b.FooTest, 'Foo*Test', FooTest#method, FooTest#a+b*,",
        "src/test/java/a/FooTest.java, .../FooTest.java:42, a folder, 'a.b.*', :module;",
        "a leading ! takes away. Nothing: all that a plain build runs."})
    private List<String> selectors = List.of();

    @Option(names = "-k", paramLabel = "EXPR", description = "Only tests whose names fit, as pytest has it: 'adds and not slow'.")
    private @Nullable String names;

    @Option(names = {"-t", "--tags"}, paramLabel = "EXPR", description = "Only tests whose tags fit a JUnit tag expression: 'fast & !db'.")
    private @Nullable String tags;

    @Option(names = "--lf", description = "Only tests that were red when they last ran; all, if none was.")
    private boolean lastFailed;

    @Option(names = "--ff", description = "Tests that were red when they last ran go first.")
    private boolean failedFirst;

    @Option(names = "-x", description = "Stop at the first red test.")
    private boolean stopAtFirst;

    @Option(names = "--maxfail", paramLabel = "N", description = "Stop when N tests are red.")
    private @Nullable Integer maxFail;

    @Option(names = "-n", paramLabel = "N", converter = WorkerCount.class, defaultValue = "auto",
            description = "JVMs side by side: auto (one for each processor, and one for tests that mostly wait) or a number.")
    private WorkerCount.Count workers = new WorkerCount.Count(1, 0);

    @Option(names = "--isolation", paramLabel = "MODE", defaultValue = "auto", converter = IsolationName.class,
            description = "auto, warm (reused JVMs) or fresh (a new JVM for each run, as a plain build has).")
    private Isolation isolation = Isolation.AUTO;

    @Option(names = "--certain", negatable = true, description = {
        "Answer only with what is certain: a class that no JVM",
        "without a history has shown runs in a new one. As if",
        "given where CI is set; --no-certain undoes that."})
    private @Nullable Boolean certain;

    @Option(names = "--test-timeout", paramLabel = "TIME", converter = Durations.class, description = "How long one test may take: 10s, 2m.")
    private @Nullable Duration testTimeout;

    @Option(names = "--timeout", paramLabel = "TIME", converter = Durations.class, description = "How long the whole run may take.")
    private @Nullable Duration runTimeout;

    @Option(names = "-D", paramLabel = "KEY=VALUE", mapFallbackValue = "", description = "A system property for the tests.")
    private Map<String, String> systemProperties = new LinkedHashMap<>();

    /** @throws dev.testls.select.BadExpression when a selector or expression cannot be read */
    RunRequest request(Call call, Path directory) {
        if (names != null) WordExpression.names(names);
        if (tags != null) WordExpression.tags(tags);
        List<TestSelector> parsed = selectors.stream().flatMap(it -> TestSelector.parse(it, directory).stream()).toList();
        FailedTests failedTests = lastFailed ? FailedTests.ONLY : failedFirst ? FailedTests.FIRST : FailedTests.AS_ANY;
        OptionalInt most = stopAtFirst ? OptionalInt.of(1) : maxFail == null ? OptionalInt.empty() : OptionalInt.of(Math.max(1, maxFail));
        RunSettings settings = new RunSettings(isolation, workers.workers(), most, Optional.ofNullable(testTimeout), Optional.ofNullable(runTimeout))
                .besides(workers.besides());
        if (isCertain(call)) settings = settings.certainly();
        return new RunRequest(new RunId(UUID.randomUUID().toString()), parsed, Optional.empty(), Optional.ofNullable(names), Optional.ofNullable(tags),
                failedTests, settings, call.environment(), systemProperties);
    }

    /** A machine that nobody watches hears no correction. */
    private boolean isCertain(Call call) {
        if (certain != null) return certain;
        String ci = call.environment().getOrDefault("CI", "");
        return !ci.isEmpty() && !ci.equalsIgnoreCase("false");
    }

    /** Reads the name of an isolation. */
    static final class IsolationName implements picocli.CommandLine.ITypeConverter<Isolation> {
        @Override
        public Isolation convert(String text) {
            try {
                return Isolation.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new picocli.CommandLine.TypeConversionException("'" + text + "' is no isolation: write auto, warm or fresh");
            }
        }
    }
}
