package dev.testls.engine;

import dev.testls.model.TestClass;
import dev.testls.select.Affected;
import java.util.List;

/**
 * The answer to what a change can have changed.
 *
 * @param selected how many tests that is, of {@code total} that were asked about
 * @param stillRed ids of tests that were red when they last ran and that nothing concerns
 */
public record AffectedTests(List<OfClass> classes, int selected, int total, List<String> stillRed) {
    public AffectedTests {
        classes = List.copyOf(classes);
        stillRed = List.copyOf(stillRed);
    }

    static AffectedTests none() {
        return new AffectedTests(List.of(), 0, 0, List.of());
    }

    /** One class, as one execution of the build would run it. */
    public record OfClass(TestClass testClass, String execution, Affected affected) {}
}
