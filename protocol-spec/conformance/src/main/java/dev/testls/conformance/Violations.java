package dev.testls.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What was found, each once: {@code page: what}. Any thread. */
public final class Violations {
    private final LinkedHashSet<String> found = new LinkedHashSet<>();
    private int checks;

    /** Counts a check, and remembers the violation where it does not hold. */
    synchronized void check(String page, String duty, boolean holds, Object seen) {
        checks++;
        if (!holds) found.add(page + ": " + duty + "; seen: " + excerpt(String.valueOf(seen)));
    }

    public synchronized List<String> all() {
        return new ArrayList<>(found);
    }

    /** How many checks were made: none found is worth nothing when none were made. */
    public synchronized int checks() {
        return checks;
    }

    private static String excerpt(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
