package dev.testls.engine;

import dev.testls.history.History;
import dev.testls.jdt.Compilation;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.TestClass;
import dev.testls.project.BuiltSide;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import dev.testls.run.ClassOrder;
import dev.testls.run.Job;
import dev.testls.run.Plan;
import dev.testls.run.Plan.Manner;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunSummary.NotRun;
import dev.testls.select.Affected;
import dev.testls.select.AffectedSelector;
import dev.testls.select.ClassPattern;
import dev.testls.select.EvidenceKey;
import dev.testls.select.Selection;
import dev.testls.select.Selection.Selected;
import dev.testls.select.TestSelector;
import dev.testls.select.TestSelector.OfClass;
import dev.testls.select.Wanted;
import dev.testls.select.Why;
import dev.testls.select.WordExpression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From what a client wants to what a run does: first which classes, then, once they are compiled, in which JVMs. */
final class Planner {
    /** A class that keeps a processor busy for less of its time mostly waits. */
    private static final double LEAST_BUSY = 0.3;
    private static final Duration GUESS_PER_CLASS = Duration.ofMillis(20);
    private static final Duration GUESS_PER_TEST = Duration.ofMillis(5);

    private final Project project;
    private final World world;
    private final RunRequest request;
    /** Those of the request, with the modules that they mean. */
    private final List<TestSelector> selectors;
    private final History history;
    private final PlatformProperties platform;
    private final Set<String> red;
    /** By the id of each red test that a suite ran the suite's. */
    private final Map<String, String> suitesOfRed;
    /** Those that were asked for so far: each looks at every entry of its class path. */
    private final Map<String, Job> jobs = new HashMap<>();

    Planner(World world, RunRequest request, History history, PlatformProperties platform) {
        this.project = world.project().orElseThrow();
        this.world = world;
        this.request = request;
        this.selectors = request.selectors().stream().map(it -> it.in(this::modules)).toList();
        this.history = history;
        this.platform = platform;
        this.red = history.redTests();
        this.suitesOfRed = history.suitesOfRed();
    }

    /** The classes to run, each with the execution that runs it. */
    List<Chosen> choose() {
        return project.modules().stream().flatMap(module -> choose(module).stream()).toList();
    }

    /** One class, where it is still there; {@code tests} of it, each {@code class#method}, or all where there are none. */
    Optional<Chosen> choose(EvidenceKey key, List<String> tests) {
        Optional<Module> module = project.module(key.module());
        Optional<TestExecution> execution = module.flatMap(it -> it.tests().stream().filter(each -> each.id().equals(key.execution())).findFirst());
        Optional<TestClass> testClass = world.tests().of(key.module()).stream().filter(it -> it.name().equals(key.className())).findFirst();
        if (execution.isEmpty() || testClass.isEmpty()) return Optional.empty();
        int count = tests.isEmpty() ? testClass.get().testCount() : tests.size();
        return Optional.of(new Chosen(module.get(), execution.get(), new Selected(testClass.get(), tests, count, new Why.Provisional()), tests));
    }

    /** Of these those that {@code selector} says have to run; where the build runs classes in an order, with the others of that order. */
    List<Narrowed> affected(List<Chosen> chosen, AffectedSelector selector) {
        List<Narrowed> narrowed = narrow(chosen, selector);
        Set<String> inOrder = narrowed.stream().map(Narrowed::chosen).filter(it -> job(it).order() != ClassOrder.ANY).map(Chosen::job).collect(Collectors.toSet());
        if (inOrder.isEmpty()) return narrowed;
        List<Narrowed> all = new ArrayList<>(narrowed);
        all.removeIf(it -> inOrder.contains(it.chosen().job()) && !it.affected().whole());
        Set<EvidenceKey> whole = all.stream().map(it -> it.chosen().key()).collect(Collectors.toSet());
        for (Chosen it : chosen) {
            if (!inOrder.contains(it.job()) || whole.contains(it.key())) continue;
            Why why = new Why.Unknown("the build runs it in one JVM with classes that are affected, in an order");
            SortedMap<String, Why> tests = new TreeMap<>();
            (it.selected().tests().isEmpty() ? it.selected().testClass().tests() : it.selected().tests()).forEach(test -> tests.put(test, why));
            Selected selected = new Selected(it.selected().testClass(), it.selected().tests(), it.selected().count(), why);
            all.add(new Narrowed(it.with(selected), new Affected(true, tests, why)));
        }
        return all;
    }

    private List<Narrowed> narrow(List<Chosen> chosen, AffectedSelector selector) {
        List<Narrowed> narrowed = new ArrayList<>();
        for (Chosen it : chosen) {
            Selected selected = it.selected();
            if (it.isSuites()) {
                Why why = new Why.Unknown("what a suite depends on is not known");
                narrowed.add(new Narrowed(it.with(new Selected(selected.testClass(), List.of(), selected.count(), why)), new Affected(true, new TreeMap<>(), why)));
                continue;
            }
            selector.select(it.key(), selected.testClass(), selected.tests()).ifPresent(affected -> {
                List<String> tests = affected.whole() ? selected.tests() : affected.chosen();
                int count = tests.isEmpty() ? selected.count() : tests.size();
                narrowed.add(new Narrowed(it.with(new Selected(selected.testClass(), tests, count, affected.why())), affected));
            });
        }
        return narrowed;
    }

    /** Red tests, as they can be selected: those that a suite ran by the suite. */
    Set<String> redDeclared() {
        return Stream.concat(declared(red).stream(), suitesOfRed.values().stream()).collect(Collectors.toSet());
    }

    /** Of the red tests those that are among these, ids of tests and classes, or that a suite ran which is. */
    Set<String> redAmong(Set<String> ids) {
        Set<String> among = new TreeSet<>(declared(red));
        among.retainAll(ids);
        among.addAll(declared(red.stream().filter(id -> ids.contains(suitesOfRed.getOrDefault(id, ""))).collect(Collectors.toSet())));
        return among;
    }

    /** Whether single tests must be told apart, so that engines have to be asked first. */
    boolean needsMethods() {
        return Stream.concat(Stream.of(wanted(Optional.empty())), project.modules().stream().flatMap(it -> it.tests().stream()).map(it -> wanted(Optional.of(it))))
                .anyMatch(Wanted::needsMethods);
    }

    /** Whether the user asked for something in the class; then its engine may have to be asked what is inside. */
    boolean mayTake(TestClass testClass) {
        return Selection.mayTake(selectors, testClass);
    }

    /** Whether the user asked for something in the module, or for what may be in any, since nobody knows a test of the name. */
    boolean mayTake(Module module) {
        if (world.tests().of(module.id()).stream().anyMatch(this::mayTake)) return true;
        return isWanted(module) && (!namesTests() || misnamed().isPresent());
    }

    /** Why nothing was chosen, for people. */
    String nothingChosen() {
        List<TestClass> all = world.tests().all().toList();
        Optional<String> misnamed = misnamed();
        if (misnamed.isPresent()) return misnamed.get();
        if (!incomplete().isEmpty()) return "no test that is known" + unknown();
        if (all.isEmpty()) return "the project has no tests";
        Set<ModuleId> skipping = project.modules().stream().filter(module -> module.tests().isEmpty()).map(Module::id).collect(Collectors.toSet());
        if (all.stream().allMatch(it -> skipping.contains(it.module()))) return "the build skips its tests";
        return "no test fits all that was asked for";
    }

    /** What the user names and there is not, with what may be meant, for people. */
    Optional<String> misnamed() {
        List<TestClass> all = world.tests().all().toList();
        List<TestSelector> unmatched = unmatched(all);
        if (unmatched.isEmpty()) return Optional.empty();
        List<String> texts = new ArrayList<>();
        unmatched.stream().filter(it -> !(it instanceof TestSelector.OfModule)).map(it -> "'" + it.text() + "'"
                + Suggestion.of(it.text(), all).map(near -> " (did you mean " + near + "?)").orElse("")).reduce((a, b) -> a + ", " + b)
                .ifPresent(it -> texts.add("no test matches " + it + (all.isEmpty() && incomplete().isEmpty() ? ": the project has no tests" : "") + unknown()));
        unmatched.stream().filter(TestSelector.OfModule.class::isInstance).map(it -> "'" + it.text() + "'").reduce((a, b) -> a + ", " + b)
                .ifPresent(it -> texts.add("no module is named " + it + "; there are " + Suggestion.some(project.modules().stream().map(module -> ":" + module.id().shortName()).toList())));
        return Optional.of(String.join("; ", texts));
    }

    /** Whether a name that there is not may be one of a test that is not known as the sources are. */
    boolean mayBeUnknown() {
        return !incomplete().isEmpty();
    }

    private List<TestSelector> unmatched(List<TestClass> all) {
        // A client has an id from a tree; if its test is no more, the others run.
        return Selection.unmatched(all, wanted(Optional.empty())).stream().filter(it -> !(it instanceof TestSelector.OfId) || selectors.size() == 1).toList();
    }

    private String unknown() {
        List<ModuleId> modules = incomplete();
        return modules.isEmpty() ? "" : ", and those of " + modules.stream().map(ModuleId::shortName).collect(Collectors.joining(", ")) + " are not all known before it compiles";
    }

    /** As Maven names them: by an id, an artifact, a folder below the root; and by a folder's own name. */
    private Set<ModuleId> modules(String name) {
        List<Predicate<Module>> ways = List.of(
                it -> it.id().value().equals(name), it -> it.id().shortName().equals(name),
                it -> project.root().relativize(it.directory()).equals(Path.of(name).normalize()),
                it -> it.directory().endsWith(name));
        return ways.stream().map(way -> project.modules().stream().filter(way).map(Module::id).collect(Collectors.toSet()))
                .filter(it -> !it.isEmpty()).findFirst().orElse(Set.of());
    }

    /** Modules whose classes the chosen ones run on, and those that may hold more of what is asked for, as soon as they compile. */
    Set<ModuleId> modules(List<Chosen> chosen) {
        Set<ModuleId> modules = chosen.stream().map(it -> it.module().id()).collect(Collectors.toCollection(LinkedHashSet::new));
        // A name that matches nothing, or a pattern, may be meant for a test that is not known.
        boolean mayMeanMore = selectors.stream().anyMatch(it -> it.text().indexOf('*') >= 0)
                || !unmatched(world.tests().all().toList()).isEmpty();
        if (selectors.isEmpty() || chosen.isEmpty() || mayMeanMore) modules.addAll(incomplete());
        return modules;
    }

    /** Whose tests may not all be known: a source is not Java, or only class files tell of them, and there are none as the sources are. */
    private List<ModuleId> incomplete() {
        return project.modules().stream().map(Module::id).filter(id -> world.tests().incomplete().contains(id) || Stream.of(Scope.values())
                .anyMatch(scope -> world.built().side(id, scope).filter(BuiltSide::isBroken).isPresent())).toList();
    }

    /** A plan of nothing, where a name is wrong. */
    Plan nothing(String why, int buildErrors) {
        return new Plan(request.run(), world.revision(), List.of(), List.of(), buildErrors, why);
    }

    Plan plan(List<Chosen> chosen, Compilation compilation, int buildErrors) {
        List<PlannedClass> classes = new ArrayList<>();
        List<NotRun> notRun = new ArrayList<>();
        for (Chosen it : chosen) {
            TestClass testClass = it.selected().testClass();
            // Which classes a suite takes only TestNG can say.
            Optional<String> broken = it.isSuites()
                    ? Suites.missing(it.execution()).or(() -> compilation.unrunnable().getOrDefault(it.module().id(), Map.of()).values().stream().findFirst())
                    : compilation.whyUnrunnable(it.module().id(), testClass.name());
            if (broken.isPresent()) {
                notRun.add(new NotRun(testClass.name(), broken.get()));
                continue;
            }
            List<String> files = it.isSuites() ? it.execution().suites().stream().map(Path::toString).toList() : List.of();
            classes.add(new PlannedClass(job(it), testClass, it.isSuites() ? files : it.selected().tests(), it.isSuites() ? files : it.asked(), it.selected().count(), expected(it), manner(it), goesFirst(testClass),
                    history.needsFresh(it.module().id(), testClass.name()), it.selected().why()));
        }
        String nothing = classes.isEmpty() && notRun.isEmpty() ? nothingChosen() : "";
        return new Plan(request.run(), world.revision(), classes, notRun, buildErrors, nothing);
    }

    private Job job(Chosen it) {
        Job job = jobs.computeIfAbsent(it.job(), k -> Jobs.of(project, it.module(), it.execution(), request, platform));
        return it.isSuites() ? job.ofSuites(it.execution().groups(), it.execution().excludedGroups()) : job;
    }

    /**
     * What {@code mvn test} would run of what is asked for, and cannot be run here: suites and whole modules, each with why.
     *
     * @param found whether there is anything of what is asked for that can
     */
    List<NotRun> leftOut(boolean found) {
        List<NotRun> all = suitesNotRun();
        if (!selectors.isEmpty() && found) return all;
        for (Module module : project.modules()) {
            if (module.tests().isEmpty()) continue;
            for (String runner : module.otherTestRunners()) {
                all.add(new NotRun(module.id().shortName(), "has tests that " + runner + " runs, and no JVM of tls: run mvn test for these"));
            }
        }
        return all;
    }

    private List<Chosen> choose(Module module) {
        Collection<TestClass> classes = world.tests().of(module.id());
        List<Predicate<String>> builds = module.tests().stream().map(Planner::build).toList();
        List<Chosen> chosen = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        for (int i = 0; i < builds.size(); i++) {
            TestExecution execution = module.tests().get(i);
            if (runsSuites(execution) && takesSuites(module, execution)) chosen.add(new Chosen(module, execution, Suites.of(module, execution), List.of()));
            // Patterns are dear, and each class is asked about more than once.
            Map<String, Boolean> known = new HashMap<>();
            Predicate<String> build = builds.get(i);
            Predicate<String> inBuild = name -> known.computeIfAbsent(name, build::test);
            for (Selected it : Selection.of(classes, inBuild, wanted(Optional.of(execution)))) {
                String name = it.testClass().name();
                // A class that the user names and no execution would pick runs in the first one only.
                if (inBuild.test(name) || builds.stream().noneMatch(other -> other.test(name)) && taken.add(name)) chosen.add(new Chosen(module, execution, it, it.tests()));
            }
        }
        return chosen;
    }

    /** Whether the suites of a module are asked for, whole as they are. */
    private boolean takesSuites(Module module, TestExecution execution) {
        if (execution.provider() != TestExecution.Provider.TESTNG) return false;
        boolean whole = selectors.stream().allMatch(TestSelector.OfModule.class::isInstance) && request.names().isEmpty() && request.tags().isEmpty();
        boolean onlyRed = request.failedTests() == RunRequest.FailedTests.ONLY && !red.isEmpty();
        return whole && isWanted(module) && (!onlyRed || red.stream().anyMatch(it -> it.startsWith(module.id() + "/")));
    }

    /** The suites that a plain build would run, of which only a part is asked for; none where the user names tests, and so do without suites. */
    private List<NotRun> suitesNotRun() {
        if (namesTests()) return new ArrayList<>();
        List<NotRun> notRun = new ArrayList<>();
        for (Module module : project.modules()) {
            boolean wanted = isWanted(module) && request.failedTests() != RunRequest.FailedTests.ONLY;
            // Of another provider a build runs nothing of them either, and the model says so.
            module.tests().stream().filter(it -> wanted && it.provider() == TestExecution.Provider.TESTNG && runsSuites(it) && !takesSuites(module, it))
                    .forEach(it -> it.suites().forEach(suite -> notRun.add(new NotRun(
                            (suite.startsWith(project.root()) ? project.root().relativize(suite) : suite).toString(),
                            "TestNG's suites (<suiteXmlFiles> of " + it.id() + ") run whole: run all, or name classes of theirs"))));
        }
        return notRun;
    }

    /** Whether it is one of the modules that the user names, or none is named. */
    private boolean isWanted(Module module) {
        List<TestSelector> modules = selectors.stream().filter(TestSelector.OfModule.class::isInstance).toList();
        return modules.isEmpty() || modules.stream().anyMatch(it -> ((TestSelector.OfModule) it).isModule(module.id()));
    }

    private static boolean runsSuites(TestExecution execution) {
        return !execution.suites().isEmpty() && execution.test().isEmpty();
    }

    /** Whether the user says which tests are to run, in place of the pom. */
    private boolean namesTests() {
        return selectors.stream().anyMatch(it -> !(it instanceof TestSelector.Not) && !(it instanceof TestSelector.OfModule));
    }

    /** Whether an execution takes a class, by its name. */
    static Predicate<String> build(TestExecution execution) {
        if (runsSuites(execution)) return name -> false;
        if (execution.test().isEmpty()) return ClassPattern.taking(execution.includes(), execution.excludes());
        List<ClassPattern> patterns = TestSelector.ofBuild(execution.test()).stream().filter(OfClass.class::isInstance).map(it -> ((OfClass) it).pattern()).toList();
        return name -> patterns.isEmpty() || patterns.stream().anyMatch(it -> it.matches(name));
    }

    private Wanted wanted(Optional<TestExecution> execution) {
        Stream<Predicate<Set<String>>> tags = Stream.of(
                        request.tags(),
                        execution.map(TestExecution::groups).map(Jobs::tagExpression).filter(it -> !it.isEmpty()),
                        execution.map(TestExecution::excludedGroups).map(Jobs::tagExpression).filter(it -> !it.isEmpty()).map(it -> "!(" + it + ")"))
                .flatMap(Optional::stream).map(WordExpression::tags);
        Optional<Set<String>> only = request.failedTests() == RunRequest.FailedTests.ONLY && !red.isEmpty() ? Optional.of(redDeclared()) : Optional.empty();
        return new Wanted(selectors(execution), request.names().map(WordExpression::names), tags.reduce(Predicate::and), only);
    }

    /** What the user names, or else what the pom does. */
    private List<TestSelector> selectors(Optional<TestExecution> execution) {
        if (namesTests() || execution.isEmpty()) return selectors;
        return Stream.concat(selectors.stream(), TestSelector.ofBuild(execution.get().test()).stream()).toList();
    }

    /** Ids without their invocations: what can be selected. */
    private static Set<String> declared(Set<String> ids) {
        return ids.stream().map(id -> {
            int invocation = id.indexOf("/[");
            return invocation < 0 ? id : id.substring(0, invocation);
        }).collect(Collectors.toSet());
    }

    /** Of ids the classes in which they are, as {@code module/class}. */
    static Set<String> classes(Set<String> ids) {
        return ids.stream().map(id -> id.contains("#") ? id.substring(0, id.indexOf('#')) : id).collect(Collectors.toSet());
    }

    private boolean goesFirst(TestClass testClass) {
        if (request.failedTests() != RunRequest.FailedTests.FIRST) return false;
        String id = testClass.id().toString();
        return suitesOfRed.containsValue(id) || red.stream().anyMatch(it -> it.equals(id) || it.startsWith(id + "#") || it.startsWith(id + "$"));
    }

    private Manner manner(Chosen it) {
        String name = it.selected().testClass().name();
        if (history.leftThreads(it.module().id(), name)) return Manner.LEAVES_THREADS;
        boolean waits = history.busy(it.module().id(), it.execution().id(), name).orElse(1) < LEAST_BUSY;
        return waits ? Manner.WAITS : Manner.WORKS;
    }

    private Duration expected(Chosen it) {
        return history.expected(it.module().id(), it.execution().id(), it.selected().testClass().name())
                .orElseGet(() -> GUESS_PER_CLASS.plus(GUESS_PER_TEST.multipliedBy(it.selected().count())));
    }

    /**
     * A class that the run takes, and the build's execution that runs it.
     *
     * @param asked the tests that it took before it was looked at what changed; empty: all
     */
    record Chosen(Module module, TestExecution execution, Selected selected, List<String> asked) {
        EvidenceKey key() {
            return new EvidenceKey(module.id(), execution.id(), selected.testClass().name());
        }

        /** Whether it is no class but the suites of the execution. */
        boolean isSuites() {
            return Suites.is(selected.testClass());
        }

        /** What its classes have in common. */
        String job() {
            return module.id() + " " + execution.id();
        }

        private Chosen with(Selected other) {
            return new Chosen(module, execution, other, asked);
        }
    }

    /** What is left of a chosen class, and why. */
    record Narrowed(Chosen chosen, Affected affected) {}
}
