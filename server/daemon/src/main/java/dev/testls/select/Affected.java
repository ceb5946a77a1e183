package dev.testls.select;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a test class has to run, and why.
 *
 * @param whole whether all that was asked about has to
 * @param tests each {@code class#method}; empty for a class whose tests only its engine knows
 * @param why the reason of the first test
 */
public record Affected(boolean whole, SortedMap<String, Why> tests, Why why) {
    public Affected {
        tests = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tests));
    }

    /** The tests, or none where all of them have to run. */
    public List<String> chosen() {
        return whole ? List.of() : List.copyOf(tests.keySet());
    }

    static Affected all(Map<String, Why> tests, Why why) {
        return new Affected(true, new TreeMap<>(tests), why);
    }
}
