package dev.testls.run;

import dev.testls.model.ModuleId;
import dev.testls.pool.TestBatch;
import dev.testls.pool.WorkerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the classes of one execution of one module's tests have in common.
 *
 * @param execution the build's name for it: {@code default-test}
 * @param reuseForks whether a plain build runs several classes in one JVM; otherwise each class has one of its own
 * @param order in which a plain build runs the classes that share a JVM
 * @param reruns how often a failing test is tried again, as the build says
 */
public record Job(
        ModuleId module, String execution, WorkerSpec spec, TestBatch.Provider provider, String includeTags, String excludeTags,
        List<String> includeEngines, List<String> excludeEngines, Map<String, String> configurationParameters,
        boolean reuseForks, ClassOrder order, int reruns) {
    public Job {
        includeEngines = List.copyOf(includeEngines);
        excludeEngines = List.copyOf(excludeEngines);
        configurationParameters = Map.copyOf(configurationParameters);
    }

    /** Its suites, which TestNG runs whole and in one JVM that ran nothing before, as a plain build does. */
    public Job ofSuites(String groups, String excludedGroups) {
        return new Job(module, execution, spec, TestBatch.Provider.TESTNG_SUITES, groups, excludedGroups, includeEngines, excludeEngines, configurationParameters,
                reuseForks, order, reruns);
    }

    boolean runsSuites() {
        return provider == TestBatch.Provider.TESTNG_SUITES;
    }

    /** The same, in another JVM. */
    Job in(WorkerSpec other) {
        return new Job(module, execution, other, provider, includeTags, excludeTags, includeEngines, excludeEngines, configurationParameters, reuseForks, order, reruns);
    }

    TestBatch batch(List<TestBatch.Choice> choices, int together, Optional<Duration> testTimeout) {
        return new TestBatch(choices, provider, includeTags, excludeTags, includeEngines, excludeEngines, configurationParameters, together, testTimeout);
    }
}
