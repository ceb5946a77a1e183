package dev.testls.engine;

import dev.testls.select.Why;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one test.
 *
 * @param test {@code class#method}
 * @param why the reason why a run of affected tests would take it now; empty when it would not
 * @param red whether it was red when it last ran
 * @param dependencies what its outcome depends on, as far as it was seen; empty when there is no evidence
 */
public record Explanation(String test, Optional<Why> why, boolean red, List<Dependence> dependencies) {
    public Explanation {
        dependencies = List.copyOf(dependencies);
    }

    /** One thing that it depends on; {@code kind} is a plural for people. */
    public record Dependence(String kind, String text) {}
}
