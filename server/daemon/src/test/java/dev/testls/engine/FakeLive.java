package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.ManualTicker;
import dev.testls.model.Failure;
import dev.testls.model.FileCoverage;
import dev.testls.model.FileCoverage.Count;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.Problem;
import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.SourceSnapshot;
import dev.testls.model.TestClass;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestMethod;
import dev.testls.model.TestResult;
import dev.testls.model.TestTree;
import dev.testls.project.BuildProblem;
import dev.testls.project.JavaSettings;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.run.Plan;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSettings.RunKind;
import dev.testls.run.RunSummary;
import dev.testls.run.RunSummary.End;
import dev.testls.run.RunSummary.NotRun;
import dev.testls.select.Affected;
import dev.testls.select.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The shop of the specification's examples: one module, one class, three tests. Everything is told through the real
 * broadcast; what happens is told by the name of an example. Public, because processes of other tests serve it, too.
 */
public final class FakeLive implements Live {
    private static final Path ROOT = Path.of("/home/ada/shop");
    private static final ModuleId APP = new ModuleId("shop:app");
    private static final SourcePath SOURCE = new SourcePath(ROOT.resolve("src/test/java/a/AdderTest.java"));
    private static final SourcePath ADDER = new SourcePath(ROOT.resolve("src/main/java/a/Adder.java"));
    private static final String TRACE = """
            org.opentest4j.AssertionFailedError: expected: <3> but was: <-1>
            \tat org.junit.jupiter.api.Assertions.assertEquals(Assertions.java:531)
            \tat a.AdderTest.adds(AdderTest.java:8)
            """;
    private static final BuildProblem PROBLEM = new BuildProblem(
            "Maven failed: the parent shop:parent:1 cannot be found", List.of("[ERROR] Non-resolvable parent POM"), "Run mvn validate");

    private final String example;
    private final ManualTicker ticker = new ManualTicker();
    private final Broadcast broadcast = new Broadcast(ticker);
    private volatile World world = World.unknown();
    private volatile List<String> red = List.of();
    private Optional<Broadcast.Told> r7 = Optional.empty();

    public FakeLive(String example) {
        this.example = example;
        switch (example) {
            case "tests-changed" -> become(tree(adder("adds()", "negates()", "many(int)"), old()));
            case "synchronize" -> {
                become(tree(adder("adds()", "negates()", "many(int)")));
                r7 = Optional.of(broadcast.begins(new RunId("r7"), Origin.of("tls", "0.1.0"), RunKind.RUN, false, new Cancel()));
                r7.get().planned(plan(new RunId("r7"), new Why.InBuild(), "adds()", "negates()"));
                r7.get().accept(finished("adds()", Outcome.PASSED, 5, Optional.empty(), List.of()));
            }
            default -> { }
        }
    }

    @Override
    public Path root() {
        return ROOT;
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public Broadcast broadcast() {
        return broadcast;
    }

    @Override
    public World refresh(Cancel cancel, SortedMap<String, String> environment) {
        if (world.project().isEmpty()) become(tree(adder("adds()", "negates()", "many(int)")));
        return world;
    }

    @Override
    public World refresh(Cancel cancel, SortedMap<String, String> environment, SourcePath path) {
        return refresh(cancel, environment);
    }

    @Override
    public void edit(SourcePath path, Optional<String> text) {}

    @Override
    public World list(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) {
        return world;
    }

    @Override
    public Cancel.Registration follow(SortedMap<String, String> environment) {
        // What happens next is told on a thread of its own, as the real one does; the feed keeps it until it may be sent.
        Thread thread = new Thread(this::happen, "happen");
        thread.setDaemon(true);
        thread.start();
        return () -> {};
    }

    private void happen() {
        switch (example) {
            case "tests-changed" -> {
                become(tree(adder("adds()", "negates()", "many(int)", "subtracts()"), old()));
                become(tree(adder("adds()", "negates()", "many(int)", "subtracts()")));
            }
            case "synchronize" -> r7.orElseThrow().accept(new RunEvent.TestStarted(test("negates()", ""), "w1"));
            case "confirmed" -> {
                become(tree(adder("adds()", "negates()", "many(int)")));
                try (Broadcast.Told told = broadcast.begins(new RunId("r1"), Origin.commandLine(), RunKind.RUN, false, Cancel.never())) {
                    told.planned(plan(new RunId("r1"), new Why.Named("shop:app/a.AdderTest"), "negates()"));
                    told.accept(new RunEvent.TestFinished(((RunEvent.TestFinished) finished("negates()", Outcome.PASSED, 2, Optional.empty(), List.of())).result(), false));
                    end(told, new RunSummary(new RunId("r1"), End.COMPLETED, 1, 0, 0, 0, 0, 1, List.of(), 0, Duration.ofMillis(340), ""));
                }
                broadcast.confirmed(Set.of(test("negates()", "").id()));
            }
            case "status" -> {
                red = List.of(APP + "/a.AdderTest#adds()");
                world = new World(world.revision().next(), Optional.of(project()), Optional.of(PROBLEM), SourceSnapshot.empty(),
                        tree(adder("adds()", "negates()", "many(int)")), Optional.empty());
                broadcast.world(world);
            }
            default -> { }
        }
    }

    @Override
    public RunSummary run(Cancel cancel, RunRequest request, Origin origin, Consumer<RunEvent> listener) {
        refresh(cancel, request.environment());
        try (Broadcast.Told told = broadcast.begins(request.run(), origin, request.settings().kind(), false, cancel)) {
            boolean nothing = !request.selectors().isEmpty() && request.selectors().stream().noneMatch(it -> world.tests().all().anyMatch(it::touches));
            if (nothing) return end(told, new RunSummary(request.run(), End.COMPLETED, 0, 0, 0, 0, 0, List.of(), 0, Duration.ZERO, "no test matches"));
            return switch (example) {
                case "run-cancel" -> hang(cancel, request, told);
                case "run-broken" -> broken(request, told);
                case "flood" -> flood(request, told);
                case "flood-of-results" -> floodOfResults(request, told);
                case "debug" -> debugged(request, told);
                default -> switch (request.settings().kind()) {
                    case RUN -> whole(request, told);
                    case DEBUG -> waiting(cancel, request, told);
                    case COVERAGE -> counted(request, told);
                };
            };
        }
    }

    private RunSummary whole(RunRequest request, Broadcast.Told told) {
        Why why = new Why.Named("shop:app/a.AdderTest");
        told.accept(new RunEvent.PhaseStarted("compiling 2 files of app"));
        told.planned(plan(request.run(), why, "adds()", "negates()", "many(int)"));
        told.accept(new RunEvent.RunStarted(request.run(), world.revision(), 1, 3, 1));
        told.accept(new RunEvent.TestStarted(test("adds()", ""), "w1"));
        told.accept(new RunEvent.Output(test("adds()", ""), false, "adding\n"));
        told.accept(new RunEvent.TestFinished(new TestResult(test("adds()", ""), Outcome.FAILED, Duration.ofNanos(5_123_000), Optional.of(failure()), "",
                "adding\n", "", List.of(), "w1")));
        told.accept(finished("negates()", Outcome.PASSED, 2, Optional.empty(), List.of(new TestResult.Attempt(Outcome.ERROR, Duration.ofMillis(9),
                Optional.of(new Failure("java.lang.Error", "", "java.lang.Error\n", Optional.empty(), Optional.empty())), TestResult.Attempt.REUSED_JVM))));
        told.accept(new RunEvent.TestStarted(test("many(int)", "[1]"), "w1"));
        told.accept(new RunEvent.TestFinished(new TestResult(test("many(int)", "[1]"), Outcome.SKIPPED, Duration.ZERO, Optional.empty(), "not today", "", "", List.of(), "w1")));
        told.accept(new RunEvent.StrayOutput(APP, true, "a thread says hello\n"));
        return end(told, new RunSummary(request.run(), End.COMPLETED, 1, 1, 0, 1, 0, List.of(), 0, Duration.ofMillis(340), ""));
    }

    private RunSummary hang(Cancel cancel, RunRequest request, Broadcast.Told told) {
        told.planned(plan(request.run(), new Why.Named("shop:app/a.AdderTest"), "adds()", "negates()"));
        told.accept(new RunEvent.RunStarted(request.run(), world.revision(), 1, 2, 1));
        told.accept(finished("adds()", Outcome.PASSED, 5, Optional.empty(), List.of()));
        told.accept(new RunEvent.TestStarted(test("negates()", ""), "w1"));
        await(cancel);
        return end(told, new RunSummary(request.run(), End.CANCELLED, 1, 0, 0, 0, 0, List.of(), 0, Duration.ofMillis(900), ""));
    }

    private RunSummary broken(RunRequest request, Broadcast.Told told) {
        if (request.run().value().equals("r1")) {
            SourcePath adder = new SourcePath(ROOT.resolve("src/main/java/a/Adder.java"));
            told.accept(new RunEvent.Compiled(1, Duration.ZERO,
                    List.of(new Problem(Problem.Severity.ERROR, Optional.of(adder), 3, 14, 3, "cannot find symbol", "\tint x = 1 + foo;"))));
            return end(told, new RunSummary(request.run(), End.COMPLETED, 0, 0, 0, 0, 0,
                    List.of(new NotRun("a.AdderTest", "it needs a.Adder, which does not compile")), 1, Duration.ofMillis(80), ""));
        }
        told.accept(new RunEvent.PhaseStarted("reading the build with Maven"));
        told.accept(new RunEvent.BuildProblemFound(PROBLEM.message(), String.join("\n", PROBLEM.details()), PROBLEM.hint()));
        return end(told, new RunSummary(request.run(), End.BUILD_FAILED, 0, 0, 0, 0, 0, List.of(), 0, Duration.ofMillis(1900), ""));
    }

    private RunSummary debugged(RunRequest request, Broadcast.Told told) {
        told.planned(plan(request.run(), new Why.Named("shop:app/a.AdderTest"), "adds()"));
        told.accept(new RunEvent.RunStarted(request.run(), world.revision(), 1, 1, 1));
        told.accept(new RunEvent.DebuggerListening("127.0.0.1", 40001));
        told.accept(new RunEvent.TestStarted(test("adds()", ""), "w1"));
        told.accept(finished("adds()", Outcome.PASSED, 61_000, Optional.empty(), List.of()));
        return end(told, new RunSummary(request.run(), End.COMPLETED, 1, 0, 0, 0, 0, List.of(), 0, Duration.ofSeconds(63), ""));
    }

    /** No debugger comes. */
    private RunSummary waiting(Cancel cancel, RunRequest request, Broadcast.Told told) {
        told.planned(plan(request.run(), new Why.Named("shop:app/a.AdderTest"), "adds()"));
        told.accept(new RunEvent.RunStarted(request.run(), world.revision(), 1, 1, 1));
        told.accept(new RunEvent.DebuggerListening("127.0.0.1", 40001));
        await(cancel);
        return end(told, new RunSummary(request.run(), End.CANCELLED, 0, 0, 0, 0, 0, List.of(), 0, Duration.ofSeconds(5), "cancelled"));
    }

    private RunSummary counted(RunRequest request, Broadcast.Told told) {
        told.planned(plan(request.run(), new Why.Named("shop:app/a.AdderTest"), "adds()"));
        told.accept(new RunEvent.RunStarted(request.run(), world.revision(), 1, 1, 1));
        told.accept(new RunEvent.TestStarted(test("adds()", ""), "w1"));
        told.accept(finished("adds()", Outcome.PASSED, 5, Optional.empty(), List.of()));
        told.accept(new RunEvent.CoverageFound(List.of(new FileCoverage(APP, ADDER, new Count(3, 4), new Count(1, 2), new Count(2, 2),
                List.of(test("adds()", "").id())))));
        return end(told, new RunSummary(request.run(), End.COMPLETED, 1, 0, 0, 0, 0, List.of(), 0, Duration.ofMillis(1200), ""));
    }

    @Override
    public Optional<FileCoverage.Details> coverage(RunId run, SourcePath file, Optional<TestId> test) {
        if (!file.equals(ADDER)) return Optional.empty();
        boolean all = test.isEmpty();
        return Optional.of(new FileCoverage.Details(
                List.of(new FileCoverage.Line(3, all, Count.NONE), new FileCoverage.Line(5, true, new Count(1, 2)),
                        new FileCoverage.Line(6, true, Count.NONE), new FileCoverage.Line(8, false, Count.NONE)),
                List.of(new FileCoverage.Method("<init>", 3, all), new FileCoverage.Method("add", 5, true))));
    }

    /** More output than any client's queue holds, and in it a result that is red. */
    private RunSummary flood(RunRequest request, Broadcast.Told told) {
        told.planned(plan(request.run(), new Why.InBuild(), "adds()", "negates()"));
        String line = "x".repeat(100_000);
        for (int i = 0; i < 400; i++) told.accept(new RunEvent.Output(test("adds()", ""), false, line));
        told.accept(new RunEvent.TestFinished(new TestResult(test("adds()", ""), Outcome.FAILED, Duration.ZERO, Optional.of(failure()), "",
                line.repeat(400), "", List.of(), "w1")));
        told.accept(finished("negates()", Outcome.PASSED, 2, Optional.empty(), List.of()));
        return end(told, new RunSummary(request.run(), End.COMPLETED, 1, 1, 0, 0, 0, List.of(), 0, Duration.ZERO, ""));
    }

    /** More results than any client's queue holds. */
    private RunSummary floodOfResults(RunRequest request, Broadcast.Told told) {
        told.planned(plan(request.run(), new Why.InBuild(), "many(int)"));
        Failure failure = new Failure("java.lang.Error", "x", "x".repeat(50_000), Optional.empty(), Optional.empty());
        for (int i = 0; i < 10_000; i++) {
            told.accept(new RunEvent.TestFinished(new TestResult(test("many(int)", "[" + i + "]"), Outcome.ERROR, Duration.ZERO, Optional.of(failure), "", "", "", List.of(), "w1")));
        }
        return end(told, new RunSummary(request.run(), End.COMPLETED, 0, 0, 10_000, 0, 0, List.of(), 0, Duration.ZERO, ""));
    }

    @Override
    public void runContinuously(Cancel cancel, RunRequest request, Origin origin) {
        refresh(cancel, request.environment());
        try (Broadcast.Told all = broadcast.begins(request.run(), origin, RunKind.RUN, true, cancel)) {
            round(request, origin.round(request.run(), 1, List.of()), new Why.New(), finished("adds()", Outcome.PASSED, 5, Optional.empty(), List.of()), 300);
            world = world.next();
            SourcePath adder = new SourcePath(ROOT.resolve("src/main/java/a/Adder.java"));
            round(request, origin.round(request.run(), 2, List.of(adder)), new Why.Executed("a.Adder", "add(int,int)"),
                    finished("adds()", Outcome.FAILED, 5, Optional.of(failure()), List.of()), 120);
            await(cancel);
            ticker.advance(Duration.ofMinutes(1));
        }
    }

    private void round(RunRequest request, Origin origin, Why why, RunEvent finished, int millis) {
        RunId id = new RunId(request.run().value() + "/" + origin.round().orElseThrow().number());
        try (Broadcast.Told told = broadcast.begins(id, origin, RunKind.RUN, false, new Cancel())) {
            told.planned(plan(id, why, "adds()"));
            told.accept(new RunEvent.RunStarted(id, world.revision(), 1, 1, 1));
            told.accept(finished);
            boolean passed = ((RunEvent.TestFinished) finished).result().outcome() == Outcome.PASSED;
            end(told, new RunSummary(id, End.COMPLETED, passed ? 1 : 0, passed ? 0 : 1, 0, 0, 0, List.of(), 0, Duration.ofMillis(millis), ""));
        }
    }

    @Override
    public AffectedTests affected(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) {
        refresh(cancel, request.environment());
        if (world.revision().value() == 1) {
            try (Broadcast.Told told = broadcast.begins(new RunId("earlier"), Origin.commandLine(), RunKind.RUN, false, cancel)) {
                told.accept(finished("adds()", Outcome.PASSED, 5, Optional.empty(), List.of()));
            }
            red = List.of(APP + "/a.AdderTest#negates()");
            world = world.next();
        }
        TreeMap<String, Why> why = new TreeMap<>();
        why.put("a.AdderTest#adds()", new Why.Executed("a.Adder", "add(int,int)"));
        why.put("a.AdderTest#many(int)", new Why.New());
        TestClass adder = world.tests().all().findFirst().orElseThrow();
        return new AffectedTests(List.of(new AffectedTests.OfClass(adder, "default-test", new Affected(false, why, new Why.New()))), 2, 3, List.of());
    }

    @Override
    public List<Explanation> explain(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) {
        affected(cancel, request, listener);
        String asked = request.selectors().get(0).text();
        return world.tests().all().flatMap(it -> it.tests().stream()).filter(it -> (APP + "/" + it).startsWith(asked)).map(test -> {
            boolean changed = test.endsWith("#adds()");
            return new Explanation(test, changed ? Optional.of(new Why.Executed("a.Adder", "add(int,int)")) : Optional.empty(), test.endsWith("#negates()"),
                    changed ? List.of(new Explanation.Dependence("methods", "a.Adder#add(int,int)"), new Explanation.Dependence("classes", "a.AdderTest")) : List.of());
        }).toList();
    }

    @Override
    public int provisional() {
        return 0;
    }

    @Override
    public List<String> red() {
        return red;
    }

    /** Tells of so many new worlds, one after the other, each with one more test than the one before. */
    public void grow(int times) {
        List<String> methods = new ArrayList<>(List.of("adds()"));
        for (int i = 1; i <= times; i++) {
            methods.add("grown" + i + "()");
            become(tree(adder(methods.toArray(String[]::new))));
        }
    }

    private void become(TestTree tests) {
        world = new World(world.revision().next(), Optional.of(project()), Optional.empty(), SourceSnapshot.empty(), tests, Optional.empty());
        broadcast.world(world);
    }

    private static RunSummary end(Broadcast.Told told, RunSummary summary) {
        told.accept(new RunEvent.RunFinished(summary));
        return summary;
    }

    private static void await(Cancel cancel) {
        CountDownLatch wish = new CountDownLatch(1);
        try (Cancel.Registration registration = cancel.onRequest(wish::countDown)) {
            wish.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Plan plan(RunId run, Why why, String... tests) {
        TestClass adder = world.tests().all().filter(it -> it.name().equals("a.AdderTest")).findFirst().orElseThrow();
        List<String> names = List.of(tests).stream().map(it -> "a.AdderTest#" + it).toList();
        return new Plan(run, world.revision(), List.of(new PlannedClass(null, adder, names, names, names.size(), Duration.ZERO, Plan.Manner.WORKS, false, Optional.empty(), why)), List.of(), 0, "");
    }

    private static RunEvent finished(String method, Outcome outcome, int millis, Optional<Failure> failure, List<TestResult.Attempt> attempts) {
        return new RunEvent.TestFinished(new TestResult(test(method, ""), outcome, Duration.ofMillis(millis), failure, "", "", "", attempts, "w1"));
    }

    private static Failure failure() {
        return new Failure("org.opentest4j.AssertionFailedError", "expected: <3> but was: <-1>", TRACE, Optional.of("3"), Optional.of("-1"));
    }

    private static TestDescriptor test(String method, String invocation) {
        List<String> names = new ArrayList<>(List.of("AdderTest", method));
        if (!invocation.isEmpty()) names.add(invocation + " 7");
        return new TestDescriptor(new TestId(APP, "a.AdderTest", method, invocation), TestDescriptor.Kind.TEST, "junit-jupiter", method + invocation, names, method,
                "a.AdderTest", method, "", "");
    }

    private static Project project() {
        JavaSettings java = new JavaSettings("17", "", "", "UTF-8", List.of(), List.of(), List.of(), "", List.of(), List.of());
        Module app = new Module(APP, "app", "jar", ROOT, List.of(), List.of(), List.of(), List.of(), List.of(), ROOT, ROOT, List.of(), List.of(), List.of(), List.of(),
                java, java, ROOT, List.of());
        return new Project(ROOT, "maven", List.of(app), List.of(), List.of());
    }

    private static TestTree tree(TestClass... classes) {
        return TestTree.of(List.of(classes));
    }

    private static TestClass adder(String... methods) {
        List<TestMethod> all = new ArrayList<>();
        for (String method : methods) {
            boolean many = method.startsWith("many");
            int line = 6 + 4 * all.size();
            int last = method.startsWith("subtracts") ? line + 1 : line + 2;
            all.add(new TestMethod(method, many ? TestMethod.Kind.PARAMETERIZED : TestMethod.Kind.SINGLE, method, many ? Set.of("slow") : Set.of(), Optional.empty(),
                    Optional.of(SOURCE), Optional.of(new SourceRange(line, 4, last, 5))));
        }
        return new TestClass(APP, "a.AdderTest", SOURCE, new SourceRange(4, 0, 20, 1), TestClass.Framework.JUPITER, TestClass.Certainty.SOURCE, "AdderTest", Set.of(),
                Optional.empty(), all, List.of());
    }

    private static TestClass old() {
        SourcePath source = new SourcePath(ROOT.resolve("src/test/java/a/OldTest.java"));
        TestMethod method = new TestMethod("stays()", TestMethod.Kind.SINGLE, "stays()", Set.of(), Optional.empty(), Optional.of(source), Optional.of(new SourceRange(5, 4, 6, 5)));
        return new TestClass(APP, "a.OldTest", source, new SourceRange(4, 0, 8, 1), TestClass.Framework.JUPITER, TestClass.Certainty.SOURCE, "OldTest", Set.of(),
                Optional.empty(), List.of(method), List.of());
    }
}
