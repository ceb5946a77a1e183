package dev.testls.engine;

import dev.testls.engine.Audience.Reasons;
import dev.testls.history.History;
import dev.testls.model.Revision;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.model.TestTree;
import dev.testls.run.ExitCode;
import dev.testls.run.Plan;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary.End;
import dev.testls.run.RunSummary.NotRun;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the workspace stands in the eyes of one continuous run: what is red, and what was to run and has not. Any thread. */
final class Standing {
    private final Engine engine;
    /** By class, {@code module/class}: the tests that the last selection took and that have not ended since. */
    private final Map<String, Set<String>> stale = new HashMap<>();
    private Reasons reasons = new Reasons(new TreeMap<>());
    private List<String> lastTests = List.of();
    private Optional<Revision> ranOn = Optional.empty();

    Standing(Engine engine) {
        this.engine = engine;
    }

    synchronized void planned(Wish wish, Plan plan) {
        if (wish == Wish.AFFECTED || wish == Wish.ALL) {
            ranOn = Optional.of(plan.revision());
            stale.clear();
            plan.classes().forEach(it -> await(it.testClass(), it.wanted()));
            Set<String> notRun = plan.notRun().stream().map(NotRun::className).collect(Collectors.toSet());
            await(it -> notRun.contains(it.name()));
        }
        if (plan.classes().isEmpty()) return;
        TreeMap<String, String> why = new TreeMap<>();
        for (PlannedClass it : plan.classes()) {
            if (it.tests().isEmpty()) why.put(it.name(), it.why().text());
            it.tests().forEach(test -> why.put(test, it.why().text()));
        }
        reasons = new Reasons(why);
        lastTests = plan.classes().stream().flatMap(it -> it.tests().isEmpty() ? Stream.of(it.name()) : it.tests().stream().map(Standing::withoutParameters))
                .distinct().toList();
    }

    synchronized void take(RunEvent event) {
        if (event instanceof RunEvent.TestFinished finished) {
            TestId id = finished.result().id().declared();
            Set<String> ofClass = stale.get(key(id));
            if (ofClass != null) ofClass.remove(id.toString());
        } else if (event instanceof RunEvent.ClassFinished it) {
            stale.remove(it.module() + "/" + it.className());
        } else if (event instanceof RunEvent.RunFinished finished) {
            End end = finished.summary().end();
            // A change was taken back: nothing is left to run.
            if (end == End.NOTHING_AFFECTED || end == End.STILL_RED) stale.clear();
            // What does not compile can concern any test, where nothing tells which ones.
            if (finished.summary().exitCode() == ExitCode.BUILD_FAILED && stale.isEmpty()) await(it -> true);
        }
    }

    private void await(Predicate<TestClass> which) {
        engine.world().tests().all().filter(which).forEach(it -> await(it, it.tests()));
    }

    private void await(TestClass of, Collection<String> tests) {
        stale.put(key(of.id()), tests.stream().map(test -> of.module() + "/" + test).collect(Collectors.toCollection(HashSet::new)));
    }

    /** How many tests were red when they last ran, and still exist. */
    int red() {
        return red(engine.world().tests(), engine.history()).size();
    }

    /** The tests that were red when they last ran, and still exist, by id; before anything was collected, all that were red. */
    static List<String> red(TestTree tests, History history) {
        if (tests.testCount() == 0) return List.copyOf(history.redTests());
        Set<String> classes = tests.all().map(it -> it.id().toString()).collect(Collectors.toSet());
        Map<String, String> suites = history.suitesOfRed();
        return history.redTests().stream().filter(it -> classes.contains(topLevel(suites.getOrDefault(it, it)))).toList();
    }

    synchronized RunEvent.StatusChanged told(boolean running) {
        TestTree tests = engine.world().tests();
        Set<String> there = tests.all().map(TestClass::id).map(Standing::key).collect(Collectors.toSet());
        int waiting = stale.entrySet().stream().filter(it -> there.contains(it.getKey())).map(Map.Entry::getValue).mapToInt(Collection::size).sum();
        return new RunEvent.StatusChanged(red(), waiting, engine.provisional(), tests.testCount(), running);
    }

    synchronized Reasons reasons() {
        return reasons;
    }

    /** The last tests that ran, as a user would name them. */
    synchronized List<String> lastTests() {
        return lastTests;
    }

    /** The revision of which the last round took all that was affected. */
    synchronized Optional<Revision> ranOn() {
        return ranOn;
    }

    /** Of a test or class that of its file's class, {@code module/class}. */
    static String key(TestId id) {
        return id.module() + "/" + id.topLevelClass();
    }

    /** Of a test's id as text, that of its file's class. */
    private static String topLevel(String id) {
        String classId = id.contains("#") ? id.substring(0, id.indexOf('#')) : id;
        int dollar = classId.indexOf('$', classId.indexOf('/') + 2);
        return dollar < 0 ? classId : classId.substring(0, dollar);
    }

    private static String withoutParameters(String test) {
        int paren = test.indexOf('(');
        return paren < 0 ? test : test.substring(0, paren);
    }
}
