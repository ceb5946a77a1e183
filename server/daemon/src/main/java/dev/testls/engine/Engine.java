package dev.testls.engine;

import dev.testls.base.CacheFile;
import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.coverage.CoverageAgent;
import dev.testls.coverage.RunCoverage;
import dev.testls.engine.Planner.Chosen;
import dev.testls.engine.Planner.Narrowed;
import dev.testls.engine.RunRequest.Texts;
import dev.testls.history.History;
import dev.testls.jdt.ByJavac;
import dev.testls.jdt.Collected;
import dev.testls.jdt.Collector;
import dev.testls.jdt.Compilation;
import dev.testls.jdt.CompileListener;
import dev.testls.jdt.Compiler;
import dev.testls.jdt.JavacRefuses;
import dev.testls.model.FileCoverage;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.Problem;
import dev.testls.model.RunId;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.model.TestTree;
import dev.testls.pool.Freshness;
import dev.testls.pool.WorkerSpec;
import dev.testls.pool.Workers;
import dev.testls.project.BuildCompiler;
import dev.testls.project.BuildProblem;
import dev.testls.project.BuiltModules;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.ProjectRead;
import dev.testls.project.ProjectReader;
import dev.testls.project.ResourceChanges;
import dev.testls.project.Unhonoured;
import dev.testls.run.Confirmed;
import dev.testls.run.HeldResults;
import dev.testls.run.Isolation;
import dev.testls.run.Observer;
import dev.testls.run.Plan;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RanIn;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSettings.RunKind;
import dev.testls.run.RunSummary;
import dev.testls.run.Runner;
import dev.testls.select.AffectedSelector;
import dev.testls.select.Dependency;
import dev.testls.select.EvidenceKey;
import dev.testls.select.Moment;
import dev.testls.select.Proof;
import dev.testls.select.Selection.Selected;
import dev.testls.select.Touched;
import dev.testls.select.Why;
import dev.testls.watch.Changes;
import dev.testls.watch.SourceScanner;
import dev.testls.watch.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workspace, held warm.
 *
 * <p>Whatever changes the world happens on the build lane, one thing at a time; whoever waits for it finds the world no
 * older than their call. Tests run on their caller's thread, as many runs at once as there are callers.
 */
public final class Engine implements Live, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** Each costs a JVM that waits; a run over many modules would otherwise leave one for each of them. */
    private static final int MOST_KINDS_KEPT_READY = 2;

    private final Path root;
    private final ProjectReader projects;
    private final SourceScanner scanner;
    private final Watcher watcher;
    private final BuildCompiler builder;
    private final Collector collector;
    private final Compiler compiler;
    private final Workers workers;
    /** The same, for running tests. */
    private final CertainWorkers testing;
    private final History history;
    private final Ticker ticker;
    private final EvidenceKeeper evidence;
    private final Runner runner;
    private final Broadcast broadcast;
    private final Following following;
    private final Coverages coverages;
    private final Confirmer confirmer;
    private final PlatformProperties platform = new PlatformProperties();
    private final BuildLane lane = new BuildLane();
    /** The one thread on which class files are made as javac makes them. */
    private final BuildLane javac = new BuildLane();
    private final Editors editors = new Editors();
    private volatile World world = World.unknown();
    /** What happened before anybody listened; the build lane's alone. */
    private Optional<String> unsaid;
    /** Whether what an earlier life of the daemon left provisional is known; the build lane's alone. */
    private boolean owedOfEarlier;

    public Engine(Path root, ProjectReader projects, SourceScanner scanner, Watcher watcher, BuildCompiler builder, Collector collector, Compiler compiler,
            Workers workers, History history, EvidenceKeeper evidence, CoverageAgent coverageAgent, ConfirmSettings confirming, Ticker ticker,
            Optional<String> notice) {
        this.root = root;
        this.unsaid = notice;
        this.projects = projects;
        this.scanner = scanner;
        this.watcher = watcher;
        this.builder = builder;
        this.collector = collector;
        this.compiler = compiler;
        this.workers = workers;
        this.history = history;
        this.evidence = evidence;
        this.coverages = new Coverages(coverageAgent);
        this.ticker = ticker;
        this.testing = new CertainWorkers(workers, new AsPlainBuild(), ticker, this::spendOnConfirming);
        this.runner = new Runner(testing, history, ticker, new HeldResults(HeldResults.STANDARD));
        this.broadcast = new Broadcast(ticker);
        this.following = new Following(this, watcher, ticker);
        this.confirmer = new Confirmer(new Confirmation(new Confirmable(), runner, testing, history, broadcast, ticker), confirming, ticker);
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public Broadcast broadcast() {
        return broadcast;
    }

    public Workers workers() {
        return workers;
    }

    Editors editors() {
        return editors;
    }

    public History history() {
        return history;
    }

    /**
     * Brings the world up to date and runs what is wanted, telling {@code listener} on the calling thread or the build
     * lane, never on two at once. Returns when everything has ended.
     *
     * @param afterwards takes what is to be done once, soon, when the caller has passed the summary on: what was seen becomes
     *     evidence, and JVMs are made ready for the next run, which takes processor time
     */
    public RunSummary run(Cancel cancel, RunRequest request, Consumer<RunEvent> listener, Consumer<Runnable> afterwards) {
        return run(cancel, request, Origin.commandLine(), Changes.anywhere(ticker.nanos()), plan -> {}, listener, afterwards);
    }

    @Override
    public RunSummary run(Cancel cancel, RunRequest request, Origin origin, Consumer<RunEvent> listener) {
        return run(cancel, request, origin, Changes.anywhere(ticker.nanos()), plan -> {}, listener);
    }

    /** Runs again and again what changes affect; see there. */
    public Continuous continuous(RunRequest request, Audience audience) {
        return new Continuous(this, watcher, ticker, request, Origin.commandLine(), audience);
    }

    @Override
    public void runContinuously(Cancel cancel, RunRequest request, Origin origin) {
        new Continuous(this, watcher, ticker, request, origin, Audience.nobody()).run(cancel);
    }

    @Override
    public World refresh(Cancel cancel, SortedMap<String, String> environment) {
        return refresh(cancel, RunRequest.everything(environment).of(Texts.UNSAVED), Changes.anywhere(ticker.nanos()), event -> {});
    }

    @Override
    public void edit(SourcePath path, Optional<String> text) {
        editors.edit(path, text);
        following.changed(Changes.below(Set.of(path.value()), ticker.nanos()));
    }

    @Override
    public World refresh(Cancel cancel, SortedMap<String, String> environment, SourcePath path) {
        Changes changes = following.isFollowed() && world.project().isPresent() ? Changes.below(Set.of(path.value()), ticker.nanos()) : Changes.anywhere(ticker.nanos());
        return refresh(cancel, RunRequest.everything(environment).of(Texts.UNSAVED), changes, event -> {});
    }

    @Override
    public Cancel.Registration follow(SortedMap<String, String> environment) {
        return following.follow(environment);
    }

    @Override
    public int provisional() {
        return confirmer.status().provisional();
    }

    /** How far what reused JVMs told is confirmed. */
    public ConfirmStatus confirming() {
        return confirmer.status();
    }

    @Override
    public List<String> red() {
        return Standing.red(world.tests(), history);
    }

    @Override
    public Optional<FileCoverage.Details> coverage(RunId run, SourcePath file, Optional<TestId> test) {
        return coverages.details(run, file, test);
    }

    /**
     * Writes JaCoCo's XML and HTML reports of a run that was to find out, where it was one of the last.
     *
     * @throws IOException when they cannot be written
     */
    public void writeCoverage(RunId run, Path directory) throws IOException {
        Optional<RunCoverage> coverage = coverages.of(run);
        if (coverage.isPresent()) coverage.get().write(directory, root.getFileName().toString());
    }

    /** The same, where nothing but {@code changes} can differ from the world as it is; {@code planned} hears what will run. */
    RunSummary run(Cancel cancel, RunRequest request, Origin origin, Changes changes, Consumer<Plan> planned, Consumer<RunEvent> listener) {
        return run(cancel, request, origin, changes, planned, listener, Runnable::run);
    }

    private RunSummary run(Cancel cancel, RunRequest request, Origin origin, Changes changes, Consumer<Plan> planned, Consumer<RunEvent> listener,
            Consumer<Runnable> afterwards) {
        try (Broadcast.Told everybody = broadcast.begins(request.run(), origin, request.settings().kind(), false, cancel)) {
            return run(cancel, request, changes, planned.andThen(everybody::planned), everybody.andThen(listener), afterwards);
        }
    }

    private RunSummary run(Cancel cancel, RunRequest request, Changes changes, Consumer<Plan> planned, Consumer<RunEvent> listener,
            Consumer<Runnable> afterwards) {
        long begun = ticker.nanos();
        history.takeWithdrawn().forEach(it -> listener.accept(new RunEvent.Notice("withdrawn: " + it)));
        try (Confirmer.Pause pause = confirmer.pause()) {
            RunKind kind = request.settings().kind();
            EvidenceOfRun seen = new EvidenceOfRun(request);
            Prepared prepared = lane.call(cancel, () -> {
                Prepared it = prepare(cancel, request, changes, listener);
                seen.plan = it.plan();
                return it;
            }, () -> {
                if (kind == RunKind.RUN) seen.begin();
            });
            StillRed told = new StillRed(prepared.stillRed(), listener);
            if (prepared.plan().isEmpty()) return ended(request, prepared.instead(), prepared.why(), begun, told);
            Plan plan = prepared.plan().get();
            planned.accept(plan);
            pause.awaitStill();
            // A debugger changes what happens, and fresh JVMs show nothing: what is known of a test from before says more.
            Observer observer = switch (kind) {
                case RUN -> seen;
                case DEBUG -> Observer.none();
                case COVERAGE -> prepared.observer();
            };
            RunSummary summary = runner.run(cancel, plan, request.affected().isPresent() ? request.settings().keepingApart() : request.settings(), begun, observer,
                    kind == RunKind.RUN ? seen : Confirmed.nothing(), seen.andThen(told), afterwards);
            summary = told.judged(summary);
            if (kind == RunKind.RUN) {
                afterwards.accept(seen::end);
                afterwards.accept(() -> keepWorkersReady(plan));
            }
            return summary;
        } catch (CancellationException e) {
            return ended(request, RunSummary.End.CANCELLED, "", begun, listener);
        }
    }

    /** The tests that {@code request} would run if it asked for affected ones, each with its reason; nothing runs. */
    @Override
    public AffectedTests affected(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) {
        return callUndisturbed(cancel, () -> {
            if (!update(cancel, request, listener)) return AffectedTests.none();
            Planner planner = planner(request);
            List<Chosen> chosen = planner.choose();
            compile(cancel, planner.modules(chosen), listener);
            return affected(planner, chosen, narrow(cancel, request, planner, chosen, listener));
        });
    }

    /** What is known of each test that {@code request} names. */
    @Override
    public List<Explanation> explain(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) {
        return callUndisturbed(cancel, () -> {
            if (!update(cancel, request, listener)) return List.of();
            Planner planner = planner(request);
            List<Chosen> chosen = planner.choose();
            compile(cancel, planner.modules(chosen), listener);
            List<Explanation> all = new ArrayList<>();
            List<Narrowed> narrowed = narrow(cancel, request, planner, chosen, listener);
            for (Chosen it : chosen) {
                Map<String, Why> whys = narrowed.stream().filter(each -> each.chosen().module() == it.module() && each.chosen().execution() == it.execution()
                        && each.chosen().selected().testClass() == it.selected().testClass()).map(each -> each.affected().tests()).findFirst().orElse(new TreeMap<>());
                TestClass testClass = it.selected().testClass();
                EvidenceKey key = new EvidenceKey(it.module().id(), it.execution().id(), testClass.name());
                for (String test : it.selected().tests().isEmpty() ? testClass.tests() : it.selected().tests()) {
                    all.add(new Explanation(test, Optional.ofNullable(whys.get(test)), planner.redDeclared().contains(testClass.module() + "/" + test), dependencies(key, test)));
                }
            }
            return all;
        });
    }

    private List<Explanation.Dependence> dependencies(EvidenceKey key, String test) {
        return evidence.index().dependencies(key, test).entrySet().stream().map(it -> {
            Dependency about = it.getKey();
            String name = switch (about.kind()) {
                case BODY -> about.name() + "#" + about.member();
                case USE, INSTANCE, FULL, RESOURCE, SCANNED, BUNDLE, FILE, FOUNDATION -> about.name();
                case VARIABLE, PROPERTY -> about.name().isEmpty() ? "all" : about.name();
                case EVERYTHING, CODE -> about.view().toString();
            };
            return new Explanation.Dependence(about.kind().plural(), name + (it.getValue() ? "  (changed)" : ""));
        }).sorted(Comparator.comparing(Explanation.Dependence::text)).toList();
    }

    /** The world, brought up to date, where nothing but {@code changes} can differ from what it was. */
    World refresh(Cancel cancel, RunRequest request, Changes changes, Consumer<RunEvent> listener) {
        return lane.call(cancel, () -> {
            update(cancel, request, changes, listener);
            return world;
        });
    }

    /** The end of a run that could not begin, because there is no project to run. */
    RunSummary buildFailed(RunRequest request, Origin origin, Consumer<RunEvent> listener) {
        try (Broadcast.Told everybody = broadcast.begins(request.run(), origin, request.settings().kind(), false, Cancel.never())) {
            return ended(request, RunSummary.End.BUILD_FAILED, "", ticker.nanos(), everybody.andThen(listener));
        }
    }

    /** The end of a run that broke. */
    RunSummary broken(RunRequest request, Consumer<RunEvent> listener) {
        return ended(request, RunSummary.End.INTERNAL_ERROR, "", ticker.nanos(), listener);
    }

    /** The world, brought up to date, with every class's tests known: engines are asked where source cannot tell. */
    @Override
    public World list(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) {
        return callUndisturbed(cancel, () -> {
            if (!update(cancel, request, listener)) return world;
            Planner planner = planner(request);
            Set<ModuleId> toAsk = world.tests().all().filter(Engine::mustAsk).filter(planner::mayTake).map(TestClass::module).collect(Collectors.toSet());
            if (!toAsk.isEmpty()) {
                compile(cancel, toAsk, listener);
                askEngines(cancel, request, planner, listener);
            }
            return world;
        });
    }

    /** Of a world's tests those that a request would run. */
    public TestTree chosen(World world, RunRequest request) {
        return TestTree.of(planner(request).choose().stream().map(it -> only(it.selected())).distinct().toList());
    }

    /** Why there is nothing of what a request names, or of a part of it, for people. */
    public Optional<String> missing(World world, RunRequest request) {
        Planner planner = new Planner(world, request, history, platform);
        return planner.misnamed().or(() -> planner.choose().isEmpty() ? Optional.of(planner.nothingChosen()) : Optional.empty());
    }

    /** Where source and the test engines differ on what tests there are of those that a request names. */
    public Verified verify(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) {
        return callUndisturbed(cancel, () -> {
            if (!update(cancel, request, listener)) return new Verified(0, List.of());
            Planner planner = planner(request);
            List<Module> modules = world.project().orElseThrow().modules().stream().filter(planner::mayTake).toList();
            compile(cancel, modules.stream().map(Module::id).collect(Collectors.toSet()), listener);
            askEngines(cancel, request, planner, listener);
            return new Verification(questions(request), world, planner(request)).of(cancel, modules);
        });
    }

    /** A step of the build lane that may compile: class files do not change below a confirmation. */
    private <T> T callUndisturbed(Cancel cancel, BuildLane.Step<T> step) {
        try (Confirmer.Pause pause = confirmer.pause()) {
            pause.awaitStill();
            return lane.call(cancel, step);
        }
    }

    private EngineQuestions questions(RunRequest request) {
        return new EngineQuestions(workers, world.project().orElseThrow(), world.compilation().orElseThrow(), request);
    }

    /** A class, with only the tests that were selected. */
    private static TestClass only(Selected selected) {
        return selected.tests().isEmpty() ? selected.testClass() : only(selected.testClass(), Set.copyOf(selected.tests()));
    }

    private static TestClass only(TestClass it, Set<String> tests) {
        return new TestClass(it.module(), it.name(), it.binaryName(), it.source(), it.range(), it.framework(), it.certainty(), it.displayName(), it.tags(), it.disabled(),
                it.methods().stream().filter(method -> tests.contains(it.name() + "#" + method.method())).toList(),
                it.nested().stream().map(nested -> only(nested, tests)).filter(nested -> nested.testCount() > 0).toList());
    }

    @Override
    public void close() {
        watcher.close();
        confirmer.close();
        lane.close();
        javac.close();
        workers.close();
        compiler.close();
        history.close();
    }

    /**
     * What is to be done, or how the run ends instead.
     *
     * @param observer what hears of coverage
     * @param why for people
     * @param stillRed the tests that are red and that nothing concerns, where affected ones were asked for
     */
    private record Prepared(Optional<Plan> plan, Observer observer, RunSummary.End instead, String why, List<String> stillRed) {
        Prepared beside(List<String> red) {
            return new Prepared(plan, observer, instead, why, red);
        }

        static Prepared of(Plan plan, Observer observer) {
            return new Prepared(Optional.of(plan), observer, RunSummary.End.COMPLETED, "", List.of());
        }

        static Prepared ended(RunSummary.End end, String why) {
            return new Prepared(Optional.empty(), Observer.none(), end, why, List.of());
        }
    }

    private Prepared prepare(Cancel cancel, RunRequest request, Changes changes, Consumer<RunEvent> listener) throws IOException {
        boolean justStarted = world.project().isEmpty();
        if (!update(cancel, request, changes, listener, project -> {
            if (justStarted) bootAhead(project, request);
        })) return Prepared.ended(RunSummary.End.BUILD_FAILED, "");
        tellUnhonoured(listener);
        Steps steps = new Steps(listener);
        Planner planner = planner(request);
        List<Chosen> chosen = planner.choose();
        steps.ended("select");
        Compilation compilation = compile(cancel, planner.modules(chosen), listener);
        if (planner.needsMethods() && askEngines(cancel, request, planner, listener)) {
            planner = planner(request);
            chosen = planner.choose();
            compilation = compile(cancel, planner.modules(chosen), listener);
        }
        steps.ended("compile");
        int buildErrors = (int) compilation.problems().stream().filter(it -> it.severity() == Problem.Severity.ERROR).count()
                + world.problem().map(it -> 1).orElse(0);
        Optional<String> misnamed = buildErrors > 0 && planner.mayBeUnknown() ? Optional.empty() : planner.misnamed();
        if (misnamed.isPresent()) return Prepared.of(planner.nothing(misnamed.get(), buildErrors).without(planner.leftOut(!chosen.isEmpty())), Observer.none());
        int candidates = chosen.size();
        List<String> stillRed = List.of();
        if (request.affected().isPresent()) {
            List<Narrowed> narrowed = narrow(cancel, request, planner, chosen, listener);
            stillRed = stillRed(planner, chosen, narrowed);
            narrowed.forEach(it -> tell(it, listener));
            chosen = narrowed.stream().map(Narrowed::chosen).toList();
            steps.ended("select the affected");
        }
        List<RunSummary.NotRun> leftOut = planner.leftOut(candidates > 0);
        if (candidates > 0 && chosen.isEmpty() && buildErrors == 0 && leftOut.isEmpty()) {
            return stillRed.isEmpty() ? Prepared.ended(RunSummary.End.NOTHING_AFFECTED, "no test is affected")
                    : Prepared.ended(RunSummary.End.STILL_RED, "no test is affected, and " + stillRed.size() + (stillRed.size() == 1 ? " is still red" : " are still red"))
                            .beside(stillRed);
        }
        Plan plan = planner.plan(chosen, compilation, buildErrors).without(leftOut);
        Coverages.Counting counting = request.settings().kind() == RunKind.COVERAGE
                ? coverages.counting(plan, world.project().orElseThrow(), compilation) : new Coverages.Counting(plan, Observer.none());
        makeBuildDirectories(plan);
        steps.ended("plan");
        return Prepared.of(counting.plan(), counting.observer()).beside(stillRed);
    }

    /** Once for each set of them; the doctor tells them whenever it is asked. */
    private void tellUnhonoured(Consumer<RunEvent> listener) {
        List<Unhonoured> unhonoured = world.project().orElseThrow().unhonoured();
        String all = unhonoured.stream().map(Unhonoured::text).collect(Collectors.joining("\n"));
        if (!history.isNews("unhonoured parameters", all) || unhonoured.isEmpty()) return;
        listener.accept(new RunEvent.Notice("the build sets what tls does not honour, so that tests may end otherwise than with Maven: "
                + unhonoured.stream().map(Unhonoured::title).distinct().collect(Collectors.joining(", ")) + ". `tls doctor` tells more"));
    }

    /** Tests write below {@code target}, which a fresh clone lacks. What cannot be made, they find missing, and tell. */
    private void makeBuildDirectories(Plan plan) {
        Set<ModuleId> modules = plan.classes().stream().map(it -> it.job().module()).collect(Collectors.toSet());
        world.project().orElseThrow().modules().stream().filter(it -> modules.contains(it.id())).flatMap(it -> it.buildDirectories().stream()).forEach(it -> {
            try {
                Files.createDirectories(it);
            } catch (IOException e) {
                // As said.
            }
        });
    }

    private Planner planner(RunRequest request) {
        return new Planner(world, request, history, platform);
    }

    private void updateEvidence(RunRequest request, Compilation compilation) {
        try {
            evidence.update(world.project().orElseThrow(), compilation, request);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the class files", e);
        }
    }

    private List<Narrowed> narrow(Cancel cancel, RunRequest request, Planner planner, List<Chosen> chosen, Consumer<RunEvent> listener) {
        updateEvidence(request, world.compilation().orElseThrow());
        evidence.takeNotice().ifPresent(it -> listener.accept(new RunEvent.Notice(it)));
        Optional<Touched> touched = request.affected().flatMap(RunRequest.Affected::since).map(revision -> TouchedFiles.of(
                revision, GitChanges.since(cancel, root, request.environment(), revision), world.project().orElseThrow(), evidence.index().present()));
        AffectedSelector selector = AffectedSelector.of(evidence.index(), planner.redDeclared(), touched);
        return planner.affected(chosen, request.settings().certain() ? selector.andProvisional() : selector);
    }

    private static void tell(Narrowed narrowed, Consumer<RunEvent> listener) {
        TestClass testClass = narrowed.chosen().selected().testClass();
        if (narrowed.affected().tests().isEmpty()) {
            listener.accept(new RunEvent.TestAffected(testClass.module(), testClass.name(), "", narrowed.affected().why()));
        }
        narrowed.affected().tests().forEach((test, why) -> {
            int hash = test.indexOf('#');
            listener.accept(new RunEvent.TestAffected(testClass.module(), test.substring(0, hash), test.substring(hash + 1), why));
        });
    }

    private static AffectedTests affected(Planner planner, List<Chosen> chosen, List<Narrowed> narrowed) {
        return new AffectedTests(
                narrowed.stream().map(it -> new AffectedTests.OfClass(it.chosen().selected().testClass(), it.chosen().execution().id(), it.affected())).toList(),
                narrowed.stream().mapToInt(it -> it.chosen().selected().count()).sum(), chosen.stream().mapToInt(it -> it.selected().count()).sum(),
                stillRed(planner, chosen, narrowed));
    }

    /** Which of the chosen tests are red and not run again. */
    private static List<String> stillRed(Planner planner, List<Chosen> chosen, List<Narrowed> narrowed) {
        if (planner.redDeclared().isEmpty()) return List.of();
        Set<String> asked = new HashSet<>();
        for (Chosen it : chosen) {
            TestClass testClass = it.selected().testClass();
            asked.add(testClass.id().toString());
            (it.selected().tests().isEmpty() ? testClass.tests() : it.selected().tests()).forEach(test -> asked.add(testClass.module() + "/" + test));
        }
        Set<String> runAgain = new HashSet<>();
        narrowed.forEach(it -> {
            if (it.affected().whole()) runAgain.add(it.chosen().selected().testClass().id().toString());
            it.affected().tests().keySet().forEach(test -> runAgain.add(it.chosen().module().id() + "/" + test));
        });
        Set<String> red = planner.redAmong(asked);
        red.removeAll(planner.redAmong(runAgain));
        return List.copyOf(red);
    }

    /** Reads the build where it changed, and the sources; whether there is a project to go on with. */
    private boolean update(Cancel cancel, RunRequest request, Consumer<RunEvent> listener) throws IOException {
        return update(cancel, request, Changes.anywhere(ticker.nanos()), listener);
    }

    /** The same, where nothing but {@code changes} can differ: the build is not looked at for a changed source. */
    private boolean update(Cancel cancel, RunRequest request, Changes changes, Consumer<RunEvent> listener) throws IOException {
        return update(cancel, request, changes, listener, project -> {});
    }

    /** The same; {@code buildRead} hears of the project before its sources are looked at, where the build was. */
    private boolean update(Cancel cancel, RunRequest request, Changes changes, Consumer<RunEvent> listener, Consumer<Project> buildRead) throws IOException {
        Map<String, String> environment = request.environment();
        if (world.project().isPresent() && changes.below().filter(Set::isEmpty).isPresent()) return true;
        if (world.project().filter(it -> WatchedPlaces.onlySources(it, changes)).isPresent()) {
            take(cancel, request, world.project().get(), world.problem(), changes, false, new Steps(listener), listener);
            return true;
        }
        Steps steps = new Steps(listener);
        unsaid.ifPresent(it -> listener.accept(new RunEvent.Notice(it)));
        unsaid = Optional.empty();
        ProjectRead read = projects.read(cancel, root, environment, line -> listener.accept(new RunEvent.PhaseStarted(line)));
        cancel.check();
        read.problem().ifPresent(problem -> listener.accept(new RunEvent.BuildProblemFound(problem.message(), String.join("\n", problem.details()), problem.hint())));
        if (read.project().isEmpty()) {
            world = world.with(read.problem().orElseThrow());
            broadcast.world(world);
            return false;
        }
        Project project = read.project().get();
        ResourceChanges resources = projects.sync(project);
        if (!resources.needBuild().isEmpty()) {
            // Filtered resources and inputs of code generators are the build tool's own work.
            read = projects.read(cancel, root, environment, line -> listener.accept(new RunEvent.PhaseStarted(line)));
            project = read.project().orElse(project);
        }
        steps.ended("read the build");
        buildRead.accept(project);
        // A build that was read may have generated sources.
        Changes where = read.fromCache() ? changes : Changes.anywhere(changes.since());
        take(cancel, request, project, read.problem(), where, !resources.isEmpty(), steps, listener);
        return true;
    }

    /** Scans and collects, and assigns the world that comes of it. */
    private void take(Cancel cancel, RunRequest request, Project project, Optional<BuildProblem> problem, Changes changes, boolean resourcesChanged,
            Steps steps, Consumer<RunEvent> listener) throws IOException {
        // A text that was saved just now stands in for its file no longer, and the file may not have been heard of yet.
        Texts texts = request.texts();
        Set<Path> edited = editors.files();
        Changes where = changes.and(Changes.below(edited, changes.since()));
        SourceSnapshot sources = scanner.scan(roots(project), texts == Texts.SAVED ? Map.of() : editors.unsaved(), where);
        steps.ended("scan the sources");
        BuiltModules built = builder.compile(cancel, project, sources, request.environment(), line -> listener.accept(new RunEvent.PhaseStarted(line)));
        if (!built.modules().isEmpty()) steps.ended("compile by the build's own compilers");
        Collected collected = collector.collect(cancel, project, sources, built);
        steps.ended("collect the tests");
        collected.notices().forEach(notice -> listener.accept(new RunEvent.Notice(notice)));
        World next = world.with(project, problem, sources, built, collected.tree());
        if (resourcesChanged && next.revision().equals(world.revision())) {
            world = next.next();
        } else {
            // What engines told of classes stays true while nothing changed.
            world = next.revision().equals(world.revision()) ? next.with(world.tests()) : next;
        }
        // Who looks at the tree for long sees what the editors hold, not what a command line took a look at.
        if (texts == Texts.UNSAVED || edited.isEmpty()) {
            broadcast.world(world);
        } else {
            following.changed(Changes.below(edited, ticker.nanos()));
        }
    }

    private Compilation compile(Cancel cancel, Set<ModuleId> modules, Consumer<RunEvent> listener) {
        long begun = ticker.nanos();
        evidence.compiling();
        Compilation compilation = compiler.compile(cancel, world.project().orElseThrow(), world.sources(), world.built(), modules, new CompileListener() {
            @Override
            public void compiling(ModuleId module, Scope scope, int files) {
                if (files > 0) listener.accept(new RunEvent.PhaseStarted("compiling " + files + (files == 1 ? " file of " : " files of ") + module.shortName()));
            }

            @Override
            public void compiled(ModuleId module, Scope scope, SourcePath file) {}
        });
        evidence.compiled(compilation);
        cancel.check();
        compilation.notices().forEach(notice -> listener.accept(new RunEvent.Notice(notice)));
        if (compilation.compiledFiles() > 0 || !compilation.problems().isEmpty()) {
            listener.accept(new RunEvent.Compiled(compilation.compiledFiles(), ticker.since(begun), compilation.problems()));
        }
        world = world.with(compilation);
        return compilation;
    }

    private static boolean mustAsk(TestClass testClass) {
        return testClass.certainty() == TestClass.Certainty.ASK_ENGINE && testClass.testCount() == 0;
    }

    /** Asks the JUnit Platform about classes that source cannot tell of; whether anything new was learnt. */
    private boolean askEngines(Cancel cancel, RunRequest request, Planner planner, Consumer<RunEvent> listener) throws IOException {
        List<TestClass> unknown = world.tests().all().filter(Engine::mustAsk).filter(planner::mayTake).toList();
        if (unknown.isEmpty()) return false;
        listener.accept(new RunEvent.PhaseStarted("asking the test engines about " + unknown.size() + (unknown.size() == 1 ? " class" : " classes")));
        EngineQuestions questions = questions(request);
        List<TestClass> answers = questions.ask(cancel, unknown);
        Map<String, TestClass> byId = answers.stream().collect(Collectors.toMap(it -> it.id().toString(), it -> it));
        world = world.with(TestTree.of(world.tests().all().map(it -> byId.getOrDefault(it.id().toString(), it)).toList(), world.tests().incomplete()));
        broadcast.world(world);
        questions.problems().forEach(problem -> listener.accept(new RunEvent.Notice(problem)));
        return true;
    }

    private static List<SourceScanner.Root> roots(Project project) {
        List<SourceScanner.Root> roots = new ArrayList<>();
        for (Module module : project.modules()) {
            Set<Language> languages = new HashSet<>(module.languages());
            languages.add(Language.JAVA);
            module.sourceRoots().forEach(directory -> roots.add(new SourceScanner.Root(module.id(), Scope.MAIN, directory, languages)));
            module.testSourceRoots().forEach(directory -> roots.add(new SourceScanner.Root(module.id(), Scope.TEST, directory, languages)));
        }
        return roots;
    }

    /**
     * Has the JVM of a daemon's first run boot while the sources are looked at, where one kind of JVM serves all tests. It
     * takes about as long as all that comes before the tests run.
     */
    private void bootAhead(Project project, RunRequest request) {
        if (request.settings().kind() != RunKind.RUN) return;
        List<WorkerSpec> kinds = project.modules().stream()
                .flatMap(module -> module.tests().stream().map(it -> Jobs.spec(project, module, it, request))).distinct().toList();
        // A JVM need not find what comes to its class path later.
        if (kinds.size() != 1 || !kinds.get(0).projectEntries().stream().allMatch(Files::isDirectory)) return;
        testing.prepare(kinds.get(0), request.settings().isolation() == Isolation.FRESH ? Freshness.FRESH : kinds.get(0).freshness(), 1);
    }

    /** One fresh JVM waits for each kind of test that ran, so that a failure can be confirmed without delay. */
    private void keepWorkersReady(Plan plan) {
        plan.classes().stream().map(it -> it.job().spec()).distinct().limit(MOST_KINDS_KEPT_READY)
                .forEach(spec -> testing.prepare(spec, Freshness.FRESH, 1));
    }

    private RunSummary ended(RunRequest request, RunSummary.End end, String why, long begun, Consumer<RunEvent> listener) {
        RunSummary summary = new RunSummary(request.run(), end, 0, 0, 0, 0, 0, List.of(), 0, ticker.since(begun), why);
        listener.accept(new RunEvent.RunFinished(summary));
        return summary;
    }

    /** What a run shows becomes evidence about the world that it began in: on the build lane, in the order of the events. */
    private final class EvidenceOfRun implements Observer, Confirmed, Consumer<RunEvent> {
        private final RunRequest request;
        private final CompletableFuture<Map<EvidenceKey, Set<String>>> proved = new CompletableFuture<>();
        /** The build lane's alone, as is the next one. */
        private Optional<Moment> moment = Optional.empty();
        private Optional<Plan> plan = Optional.empty();
        /** The run's thread's, as all below: of each class at the top what was told that is not certain. */
        private final Map<String, List<TestResult>> provisional = new HashMap<>();
        private final Map<PlannedClass, RanIn> ofReusedJvms = new LinkedHashMap<>();
        private final List<EvidenceKey> ofFreshJvms = new ArrayList<>();

        EvidenceOfRun(RunRequest request) {
            this.request = request;
        }

        /** On the lane, in the step that made the plan: nothing can have changed in between. */
        void begin() {
            Map<EvidenceKey, Set<String>> known = new HashMap<>();
            try {
                if (world.compilation().isEmpty()) return;
                if (request.affected().isEmpty()) updateEvidence(request, world.compilation().get());
                moment = Optional.of(evidence.moment());
                plan.ifPresent(it -> it.classes().forEach(each -> known.put(key(each), evidence.index().proved(key(each), each.wanted()))));
            } catch (RuntimeException e) {
                LOG.error("evidence could not be brought up to date", e);
            } finally {
                proved.complete(known);
            }
        }

        @Override
        public boolean test(PlannedClass planned, String test) {
            return proved.join().getOrDefault(key(planned), Set.of()).contains(test);
        }

        @Override
        public void accept(RunEvent event) {
            // Before anybody hears of the end, so that nobody is told that all is certain.
            if (event instanceof RunEvent.RunFinished) owe();
            if (!(event instanceof RunEvent.TestFinished it) || it.certain()) return;
            provisional.computeIfAbsent(Standing.key(it.result().id()), name -> new ArrayList<>()).add(it.result());
        }

        @Override
        public void observed(PlannedClass planned, List<Observation> observations, boolean completedInWarm, RanIn ranIn) {
            if (ranIn.proof() == Proof.NONE) ofReusedJvms.put(planned, ranIn);
            else ofFreshJvms.add(key(planned));
            lane.hold("keeping evidence", () -> moment.ifPresent(it -> evidence.record(it, request, planned, observations, completedInWarm, ranIn.proof())));
        }

        /** It is begun when the run is over, and what was seen has become evidence. */
        private void owe() {
            confirmer.settle(ofFreshJvms);
            // What a fresh JVM has shown of a class that stands unchanged, this one has shown again, whatever was left in it.
            ofReusedJvms.forEach((planned, ranIn) -> {
                boolean leftBefore = !ranIn.suspects().isEmpty();
                if (leftBefore && all(planned) && !provisional.containsKey(Standing.key(planned.testClass().id()))) {
                    history.rememberAgreement(planned.testClass().id().toString(), ranIn.suspects());
                }
            });
            confirmer.owe(ofReusedJvms.entrySet().stream().flatMap(it -> due(it.getKey(), it.getValue()).stream()).toList());
        }

        void end() {
            lane.later("keeping evidence", () -> {
                evidence.save();
                if (!owedOfEarlier) confirmer.oweAtLast(dueOfEarlier(request.environment()));
                owedOfEarlier = true;
            });
        }

        /** A suite's results bear the names of other classes; what was told of it cannot be told from theirs. */
        private Optional<Due> due(PlannedClass planned, RanIn ranIn) {
            List<TestResult> told = provisional.getOrDefault(Standing.key(planned.testClass().id()), List.of());
            boolean suite = planned.testClass().certainty() == TestClass.Certainty.ASK_ENGINE;
            if (told.isEmpty() && !suite) return Optional.empty();
            return Optional.of(new Due(key(planned), request, planned.asked(), ranIn.suspects(), Math.max(1, told.size()),
                    told.isEmpty() ? Optional.empty() : Optional.of(Due.Told.all(told))));
        }

        private static EvidenceKey key(PlannedClass it) {
            return new EvidenceKey(it.job().module(), it.job().execution(), it.name());
        }
    }

    /** What an earlier life of the daemon told and did not confirm. On the build lane. */
    private List<Due> dueOfEarlier(SortedMap<String, String> environment) {
        List<Due> all = new ArrayList<>();
        Set<String> red = Planner.classes(history.redTests());
        evidence.index().provisional().forEach((key, tests) -> {
            boolean due = evidence.index().isCurrent(key) && !red.contains(key.module() + "/" + key.className());
            if (due) all.add(new Due(key, RunRequest.everything(environment), List.of(), Map.of(), tests.size(), Optional.empty()));
        });
        return all;
    }

    /** javac works on one processor, so that its time is about what it uses. */
    private void spendOnConfirming(Duration time) {
        confirmer.spend(time);
    }

    /** The class files that javac makes of the world as it stands. */
    private final class AsPlainBuild implements CertainWorkers.Classes {
        @Override
        public WorkerSpec of(WorkerSpec spec) {
            WorkerSpec plain = spec.withProjectEntries(ByJavac::output);
            for (Path directory : plain.projectEntries()) {
                try {
                    CacheFile.makeDirectory(directory);
                } catch (IOException e) {
                    // Whoever puts class files there says so.
                }
            }
            return plain;
        }

        @Override
        public WorkerSpec upToDate(Cancel cancel, WorkerSpec spec) throws IOException {
            ByJavac classes = lane.call(cancel, () -> compiler.byJavac(spec.projectEntries()));
            // Not on the build lane: it takes as long as a plain build's compilation where all is to be compiled.
            Optional<JavacRefuses> refused = javac.call(cancel, () -> {
                try {
                    classes.compile(cancel);
                    return Optional.empty();
                } catch (JavacRefuses e) {
                    return Optional.of(e);
                }
            });
            if (refused.isPresent()) throw new IOException(refused.get().getMessage(), refused.get());
            return of(spec);
        }
    }

    /** What is due, as the world stands. */
    private final class Confirmable implements Confirmation.Subject {
        @Override
        public Optional<Plan> plan(Cancel cancel, Due due) {
            return lane.call(cancel, () -> {
                if (world.project().isEmpty() || world.compilation().isEmpty()) return Optional.empty();
                updateEvidence(due.request(), world.compilation().get());
                if (!evidence.index().isCurrent(due.key())) return Optional.empty();
                Planner planner = planner(due.request());
                return planner.choose(due.key(), due.asked()).map(it -> planner.plan(List.of(it), world.compilation().get(), 0))
                        .filter(it -> !it.classes().isEmpty()).map(it -> it.as(Confirmation.newRun()));
            });
        }

        @Override
        public void proved(Due due) {
            lane.later("keeping what is certain", () -> {
                evidence.prove(due.key(), due.names());
                evidence.save();
            });
        }
    }

    /** Tells how long each step took, one after the other. */
    private final class Steps {
        private final Consumer<RunEvent> listener;
        private long begun = ticker.nanos();

        Steps(Consumer<RunEvent> listener) {
            this.listener = listener;
        }

        void ended(String step) {
            listener.accept(new RunEvent.StepFinished(step, ticker.since(begun)));
            begun = ticker.nanos();
        }
    }
}
