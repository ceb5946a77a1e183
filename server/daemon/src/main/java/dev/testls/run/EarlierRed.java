package dev.testls.run;

import dev.testls.model.TestId;
import dev.testls.run.Plan.PlannedClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was red before a run and, by what the run tells, is no more, though nothing tells that it passed: what failed outside of tests has no result
 * when it does not fail; a test that was blamed as a whole for the end of its JVM tells of its invocations only; invocations and methods go.
 * Belongs to one thread.
 */
final class EarlierRed {
    /** Ids by the id of the test or class without its invocation. */
    private final Map<String, Set<String>> red = new HashMap<>();
    /** The same, of those that a suite ran, by the suite. */
    private final Map<String, Set<String>> ofSuites = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Plan plan;

    /** @param suites by the ids of those that a suite ran the suite's */
    EarlierRed(Plan plan, Set<String> ids, Map<String, String> suites) {
        this.plan = plan;
        for (String id : ids) {
            int invocation = id.indexOf('#') < 0 ? -1 : id.indexOf("/[", id.indexOf('#'));
            String declared = invocation < 0 ? id : id.substring(0, invocation);
            red.computeIfAbsent(declared, any -> new HashSet<>()).add(id);
            if (suites.containsKey(id)) ofSuites.computeIfAbsent(suites.get(id), any -> new HashSet<>()).add(declared);
        }
    }

    /** A result was told; whether it is red now is known otherwise. */
    void told(TestId id) {
        String declared = id.declared().toString();
        Set<String> ids = red.get(declared);
        if (ids == null) return;
        ids.remove(id.toString());
        told.add(declared);
    }

    /** A class has ended, those nested in it too: the ids that are red no longer. */
    Set<String> ended(RunEvent.ClassFinished it) {
        if (red.isEmpty()) return Set.of();
        String id = it.module() + "/" + it.className();
        boolean whole = plan.classes().stream().anyMatch(each -> isWhole(each) && each.name().equals(it.className()) && each.job().module().equals(it.module())
                && each.job().execution().equals(it.execution()));
        Set<String> gone = new HashSet<>();
        red.forEach((test, ids) -> {
            boolean own = test.startsWith(id) && (test.length() == id.length() || "#$".indexOf(test.charAt(id.length())) >= 0);
            if (!own && !ofSuites.getOrDefault(id, Set.of()).contains(test)) return;
            if (whole || !test.contains("#") || told.contains(test)) gone.addAll(ids);
        });
        return gone;
    }

    private static boolean isWhole(PlannedClass it) {
        return it.tests().isEmpty() && it.job().includeTags().isEmpty() && it.job().excludeTags().isEmpty();
    }
}
