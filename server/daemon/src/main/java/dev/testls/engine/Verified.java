package dev.testls.engine;

import java.util.List;

/**
 * What came of comparing source and test engines.
 *
 * @param tests that source tells, of those that were compared
 * @param differences one a line, for people
 */
public record Verified(int tests, List<String> differences) {
    public Verified {
        differences = List.copyOf(differences);
    }
}
