package dev.testls.report;

import dev.testls.model.Failure;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.TestDescriptor.Kind;
import dev.testls.model.TestResult;
import dev.testls.project.TestExecution.Provider;
import dev.testls.run.HeldResults;
import dev.testls.run.RunEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes {@code TEST-<class>.xml} files as Surefire does, so that a CI server reads them as Maven's.
 *
 * <p>A class is written when it has finished, whole and at once: a reader never sees half a file. Nothing else in the
 * directory is touched. Where a second module or execution has a class of the same name, its file is named after the
 * module too. Not safe for threads.
 */
public final class SurefireXmlReport implements Consumer<RunEvent> {
    private static final String SCHEMA =
            "https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd";
    private static final String SCHEMA_VERSION = "3.0.2";
    private static final int MAX_FILE_NAME = 200;

    private final Path directory;
    private final Settings settings;
    /** What is too much to be held until its class has ended is cut, and the report says so. */
    private final HeldResults held = new HeldResults(HeldResults.STANDARD);
    private final Map<ModuleId, Map<String, List<TestResult>>> unfinished = new LinkedHashMap<>();
    private final Map<ExecutionKey, TestNgRun> testNgRuns = new LinkedHashMap<>();
    private final Set<String> written = new HashSet<>();
    private Optional<String> problem = Optional.empty();

    public SurefireXmlReport(Path directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.TestFinished finished) {
            add(finished.result());
        } else if (event instanceof RunEvent.ClassFinished finished) {
            classFinished(finished);
        } else if (event instanceof RunEvent.RunFinished) {
            runFinished();
        }
    }

    /** Why a file could not be written, for people; nothing more is written after that. */
    public Optional<String> problem() {
        return problem;
    }

    private void add(TestResult result) {
        unfinished.computeIfAbsent(result.id().module(), module -> new LinkedHashMap<>())
                .computeIfAbsent(SurefireNames.rootClass(result.test()), root -> new ArrayList<>()).add(held.hold(result));
    }

    private void classFinished(RunEvent.ClassFinished it) {
        List<TestResult> results = unfinished.getOrDefault(it.module(), Map.of()).isEmpty()
                ? null : unfinished.get(it.module()).remove(it.className());
        ExecutionKey key = new ExecutionKey(it.module(), it.execution());
        write(key, it.className(), it.duration(), results == null ? List.of() : results);
    }

    /** What never finished (the run was cancelled, a worker died) is written as far as it came. */
    private void runFinished() {
        unfinished.forEach((module, roots) -> roots.forEach((root, results) ->
                write(new ExecutionKey(module, ""), root, total(results), results)));
        unfinished.clear();
        testNgRuns.forEach((key, run) -> writeSuite(key, run.suite(), run.duration(), run.entries()));
        testNgRuns.clear();
    }

    private void write(ExecutionKey key, String root, Duration duration, List<TestResult> results) {
        Setting setting = settings.of(key.module(), key.execution());
        List<Entry> entries = results.stream().map(result -> Entry.of(result, setting)).toList();
        if (setting.provider() == Provider.TESTNG) {
            testNgRuns.merge(key, new TestNgRun(Set.of(root), duration, entries), TestNgRun::plus);
            return;
        }
        Map<String, List<Entry>> suites = new LinkedHashMap<>();
        entries.forEach(entry -> suites.computeIfAbsent(entry.names().suite(), suite -> new ArrayList<>()).add(entry));
        // A class whose entries all belong to nested ones, or that has none, has a file nevertheless.
        suites.putIfAbsent(root, List.of());
        suites.forEach((suite, inSuite) -> writeSuite(key, suite,
                suite.equals(root) ? duration : total(inSuite.stream().map(Entry::result).toList()), inSuite));
        results.forEach(held::release);
    }

    private void writeSuite(ExecutionKey key, String suite, Duration duration, List<Entry> entries) {
        if (problem.isPresent()) return;
        Setting setting = settings.of(key.module(), key.execution());
        Path file = directory.resolve(fileName(key, suite));
        try {
            if (!Files.isDirectory(directory)) Files.createDirectories(directory);
            writeWhole(file, out -> write(out, suite, duration, setting, entries));
        } catch (IOException e) {
            problem = Optional.of("Cannot write the test report " + file + ": " + e
                    + ". Give a directory that can be written to (--junit-xml DIR).");
        }
    }

    /** Piece by piece: the text of a class may be long, and is held once already. */
    private static void writeWhole(Path file, Consumer<Appendable> text) throws IOException {
        Path half = file.resolveSibling("." + file.getFileName() + ".part");
        // What cannot be encoded is replaced, as everywhere else.
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
        try {
            try (Writer out = new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(half), encoder))) {
                text.accept(out);
            }
            move(half, file);
        } catch (UncheckedIOException e) {
            Files.deleteIfExists(half);
            throw e.getCause();
        } catch (IOException e) {
            Files.deleteIfExists(half);
            throw e;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String fileName(ExecutionKey key, String suite) {
        String plain = safe("TEST-" + suite);
        if (written.add(plain)) return plain + ".xml";
        String ofModule = safe(plain + "-" + key.module().shortName());
        if (written.add(ofModule)) return ofModule + ".xml";
        String base = safe(ofModule + "-" + key.execution());
        String unique = base;
        for (int i = 2; !written.add(unique); i++) unique = base + "-" + i;
        return unique + ".xml";
    }

    private static String safe(String fileName) {
        String safe = fileName.replaceAll("[^\\p{L}\\p{N}\\p{M} !#$%&'()+,.;=@^_`{}~\\[\\]-]", "_");
        return safe.length() <= MAX_FILE_NAME ? safe : safe.substring(0, MAX_FILE_NAME - 9) + "-"
                + String.format("%08x", safe.hashCode());
    }

    private static void write(Appendable out, String suite, Duration duration, Setting setting, List<Entry> entries) {
        XmlText xml = new XmlText(out).start("testsuite")
                .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
                .attribute("xsi:noNamespaceSchemaLocation", SCHEMA)
                .attribute("version", SCHEMA_VERSION)
                .attribute("name", suite)
                .attribute("time", seconds(duration))
                .attribute("tests", Integer.toString(entries.size()))
                .attribute("errors", count(entries, Outcome.ERROR))
                .attribute("skipped", count(entries, Outcome.SKIPPED))
                .attribute("failures", count(entries, Outcome.FAILED));
        if (setting.style().isFilePerTopLevelClass() && setting.style() != SurefireStyle.BRACES) {
            xml.attribute("flakes", Long.toString(entries.stream().filter(Entry::isFlaky).count()));
        }
        xml.start("properties");
        setting.properties().forEach((name, value) ->
                xml.start("property").attribute("name", name).attribute("value", value).end("property"));
        xml.end("properties");
        entries.forEach(entry -> entry.write(xml));
        xml.end("testsuite");
    }

    private static String count(List<Entry> entries, Outcome outcome) {
        return Long.toString(entries.stream().filter(entry -> entry.outcome() == outcome).count());
    }

    /** Seconds as Surefire writes them: of whole milliseconds, in the shortest form. */
    private static String seconds(Duration duration) {
        return String.valueOf(duration.toMillis() / 1000f);
    }

    private static Duration total(List<TestResult> results) {
        return results.stream().map(TestResult::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** What the report has to know of an execution of Surefire. */
    @FunctionalInterface
    public interface Settings {
        /** @param execution the execution's id; empty for tests whose class never finished */
        Setting of(ModuleId module, String execution);
    }

    /**
     * How Surefire would have reported.
     *
     * @param properties the system properties of the tests' JVM
     */
    public record Setting(Provider provider, SurefireStyle style, SortedMap<String, String> properties) {
        public Setting {
            properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
        }
    }

    private record ExecutionKey(ModuleId module, String execution) {}

    private record TestNgRun(Set<String> roots, Duration duration, List<Entry> entries) {
        String suite() {
            return roots.size() == 1 ? roots.iterator().next() : SurefireNames.TESTNG_SUITE;
        }

        TestNgRun plus(TestNgRun other) {
            Set<String> allRoots = new HashSet<>(roots);
            allRoots.addAll(other.roots);
            List<Entry> all = new ArrayList<>(entries);
            all.addAll(other.entries);
            return new TestNgRun(allRoots, duration.plus(other.duration), all);
        }
    }

    /** One {@code testcase}. */
    private record Entry(TestResult result, SurefireNames names, Setting setting) {
        static Entry of(TestResult result, Setting setting) {
            SurefireNames names = SurefireNames.of(result.test(), setting.provider(), setting.style());
            return new Entry(result, names, setting);
        }

        private Provider provider() {
            return setting.provider();
        }

        /** TestNG knows no errors: whatever was thrown is a failure. */
        Outcome outcome() {
            return provider() == Provider.TESTNG && result.outcome() == Outcome.ERROR ? Outcome.FAILED : result.outcome();
        }

        boolean isFlaky() {
            return result.outcome() == Outcome.PASSED && !redAttempts().isEmpty();
        }

        /** Those that a plain build would have seen too: what only failed in a reused JVM never was a failure. */
        private List<TestResult.Attempt> redAttempts() {
            return result.attempts().stream()
                    .filter(attempt -> attempt.outcome().isRed())
                    .filter(attempt -> !attempt.where().equals(TestResult.Attempt.REUSED_JVM)).toList();
        }

        void write(XmlText xml) {
            Duration time = result.outcome() == Outcome.SKIPPED ? Duration.ZERO : firstDuration();
            xml.start("testcase").attribute("name", name()).attribute("classname", names.className())
                    .attribute("time", seconds(time));
            switch (outcome()) {
                case PASSED -> passed(xml);
                case FAILED, ERROR -> red(xml);
                case SKIPPED -> skipped(xml);
            }
            xml.end("testcase");
        }

        private void passed(XmlText xml) {
            redAttempts().forEach(attempt ->
                    rerun(xml, attempt, attempt.outcome() == Outcome.ERROR ? "flakyError" : "flakyFailure", "", ""));
            if (!isFlaky()) output(xml, result.stdout(), result.stderr());
        }

        /** As after {@code rerunFailingTestsCount}: the first attempt is the failure, the later ones are reruns. */
        private void red(XmlText xml) {
            List<TestResult.Attempt> all = new ArrayList<>(redAttempts());
            all.add(new TestResult.Attempt(outcome(), result.duration(), result.failure(), result.worker()));
            TestResult.Attempt first = all.get(0);
            String element = first.outcome() == Outcome.ERROR && provider() != Provider.TESTNG ? "error" : "failure";
            xml.start(element);
            first.failure().ifPresent(failure -> {
                describe(xml, failure);
                xml.text(failure.trace());
            });
            xml.end(element);
            if (all.size() == 1) output(xml, result.stdout(), result.stderr());
            for (int i = 1; i < all.size(); i++) {
                boolean last = i == all.size() - 1;
                rerun(xml, all.get(i), all.get(i).outcome() == Outcome.ERROR ? "rerunError" : "rerunFailure",
                        last ? result.stdout() : "", last ? result.stderr() : "");
            }
        }

        private static void rerun(
                XmlText xml, TestResult.Attempt attempt, String element, String stdout, String stderr) {
            xml.start(element);
            attempt.failure().ifPresent(failure -> describe(xml, failure));
            xml.start("stackTrace").text(attempt.failure().map(Failure::trace).orElse("")).end("stackTrace");
            output(xml, stdout, stderr);
            xml.end(element);
        }

        /** The JUnit Platform's provider tells an assumption by its trace, the older ones by its message. */
        private void skipped(XmlText xml) {
            xml.start("skipped");
            Optional<Failure> aborted = result.failure();
            if (aborted.isPresent() && provider() == Provider.JUNIT_PLATFORM) {
                xml.attribute("type", aborted.get().type()).text(aborted.get().trace());
            } else {
                String reason = aborted.map(Failure::message).orElse(result.skipReason());
                if (!reason.isEmpty()) xml.attribute("message", reason);
            }
            xml.end("skipped");
            output(xml, result.stdout(), result.stderr());
        }

        private static void describe(XmlText xml, Failure failure) {
            if (!failure.message().isEmpty()) xml.attribute("message", failure.message());
            xml.attribute("type", failure.type());
        }

        private static void output(XmlText xml, String stdout, String stderr) {
            if (!stdout.isEmpty()) xml.start("system-out").cdata(stdout).end("system-out");
            if (!stderr.isEmpty()) xml.start("system-err").cdata(stderr).end("system-err");
        }

        private Duration firstDuration() {
            List<TestResult.Attempt> attempts = redAttempts();
            return outcome().isRed() && !attempts.isEmpty() ? attempts.get(0).duration() : result.duration();
        }

        /** TestNG reports a failed configuration method under its own name, which only the trace tells. */
        private String name() {
            boolean ofClass = provider() == Provider.JUNIT_PLATFORM && result.test().kind() == Kind.CLASS && outcome().isRed();
            if (ofClass && setting.style() == SurefireStyle.BINARY_NAMES) return "initializationError";
            if (provider() != Provider.TESTNG || result.test().kind() != Kind.CLASS) return names.name();
            return result.failure().flatMap(failure -> failure.trace().lines()
                            .flatMap(line -> TraceText.Frame.of(line).stream())
                            .filter(frame -> frame.className().equals(names.className())).findFirst())
                    .map(TraceText.Frame::method).orElse(names.name());
        }
    }
}
