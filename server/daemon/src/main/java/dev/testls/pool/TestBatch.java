package dev.testls.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classes that a worker runs in one go of the JUnit Platform's launcher, in this order.
 *
 * @param includeTags a JUnit tag expression, or empty
 * @param includeEngines ids of engines; empty: all
 * @param together so many classes in a row may see what others of them left in static fields of the project; 0: all
 * @param testTimeout ends the worker when one test takes longer; empty: never
 */
public record TestBatch(
        List<Choice> classes, Provider provider, String includeTags, String excludeTags, List<String> includeEngines, List<String> excludeEngines,
        Map<String, String> configurationParameters, int together, Optional<Duration> testTimeout) {
    public TestBatch {
        classes = List.copyOf(classes);
        includeEngines = List.copyOf(includeEngines);
        excludeEngines = List.copyOf(excludeEngines);
        configurationParameters = Map.copyOf(configurationParameters);
    }

    /**
     * Which of Surefire's providers a plain build would have: each has a manner of its own to count entries. Of {@code TESTNG_SUITES} a choice is
     * no class but some suites, and its tests are the suites' files.
     */
    public enum Provider { JUNIT_PLATFORM, JUNIT4, TESTNG, TESTNG_SUITES }

    /**
     * A class and which of its tests: all of them, or the listed ones.
     *
     * @param className binary name; of a top-level class or a static nested one
     * @param tests each {@code binaryClassName#method}, in the form of {@link dev.testls.model.TestId}, where the class
     *     may be one nested in {@code className}; {@code binaryClassName#} stands for all tests of that nested class;
     *     empty list: all
     */
    public record Choice(String className, List<String> tests) {
        public Choice {
            tests = List.copyOf(tests);
        }
    }
}
