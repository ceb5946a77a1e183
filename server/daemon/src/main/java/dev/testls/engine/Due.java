package dev.testls.engine;

import dev.testls.model.Outcome;
import dev.testls.model.TestResult;
import dev.testls.select.EvidenceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A class of which a reused JVM has told outcomes that no JVM without a history has confirmed.
 *
 * @param request the run that told them
 * @param asked the tests that it was asked for, each {@code class#method}; empty: all of the class
 * @param suspects what earlier leases had left in static fields of libraries in the JVM that told it, as a lease tells
 * @param tests how many tests, for people
 * @param told what it told; empty where that was in an earlier life of the daemon, or cannot be said of a suite
 */
record Due(EvidenceKey key, RunRequest request, List<String> asked, Map<String, String> suspects, int tests, Optional<Told> told) {
    Due {
        asked = List.copyOf(asked);
        suspects = Map.copyOf(suspects);
    }

    /** The tests that are confirmed by {@link #agrees}, each {@code class#method}; empty: all of the class. */
    Set<String> names() {
        return told.map(Told::tests).orElse(Set.of());
    }

    /** Whether these results of the whole class say what was told: of those tests none is red, and as many passed and the same were skipped. */
    boolean agrees(List<TestResult> seen) {
        if (told.isPresent()) return told.get().equals(told.get().of(seen));
        return !seen.isEmpty() && seen.stream().noneMatch(it -> it.outcome().isRed());
    }

    /**
     * Outcomes of some tests.
     *
     * @param tests which, each {@code class#method}
     * @param passed how many runs of them passed
     * @param skipped which were not run, by unique id
     * @param red how many failed
     */
    record Told(Set<String> tests, int passed, Set<String> skipped, int red) {
        Told {
            tests = Set.copyOf(tests);
            skipped = Set.copyOf(skipped);
        }

        static Told all(List<TestResult> results) {
            Set<String> tests = new TreeSet<>();
            results.forEach(it -> tests.add(name(it)));
            return new Told(tests, 0, Set.of(), 0).of(results);
        }

        /** What other results say of the same tests. */
        Told of(List<TestResult> results) {
            Set<String> skippedNow = new TreeSet<>();
            int passedNow = 0;
            int redNow = 0;
            for (TestResult it : results) {
                if (!tests.contains(name(it))) continue;
                if (it.outcome() == Outcome.SKIPPED) skippedNow.add(it.test().uniqueId());
                else if (it.outcome() == Outcome.PASSED) passedNow++;
                else redNow++;
            }
            return new Told(tests, passedNow, skippedNow, redNow);
        }

        private static String name(TestResult it) {
            return it.id().className() + "#" + it.id().method();
        }
    }
}
