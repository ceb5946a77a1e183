package dev.testls.project;

import java.util.Collections;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One execution of Surefire's {@code test} goal, with everything that can change an outcome.
 *
 * @param id the execution's id: {@code default-test}
 * @param surefireVersion decides how reports are laid out: {@code 3.5.2}
 * @param includes Surefire's class file patterns, its own defaults where the pom has none
 * @param test the pom's own choice of classes and methods, in place of includes and excludes; empty: none
 * @param suites TestNG's, which run in place of classes unless {@code test} or the user chooses some
 * @param runOrder in which Surefire runs classes: {@code alphabetical}; empty: its default
 * @param groups a tag expression (JUnit Platform) or a list of groups; empty: all
 * @param jvmArguments of {@code argLine}, split as Surefire splits them; late {@code @{...}} properties are resolved,
 *     {@code ${surefire.forkNumber}} and {@code ${surefire.threadNumber}} are left for whoever numbers the JVMs, here
 *     and in the other texts
 * @param systemProperties of {@code systemPropertyVariables}, {@code systemProperties} and Maven's user properties that
 *     Surefire hands on
 * @param excludedEnvironment variables of the shell that the JVM must not see
 * @param workingDirectory where the JVM starts
 * @param java the {@code java} binary that runs the tests
 * @param configurationParameters of the JUnit Platform ({@code properties/configurationParameters})
 * @param includeEngines ids of engines; empty: all
 * @param classpathExcludes absolute paths taken off the test class path
 * @param provider {@code junit-platform}, {@code junit47}, {@code junit4}, {@code junit3}, {@code testng}: what Surefire would choose
 */
public record TestExecution(
        String id, Provider provider, String surefireVersion, List<String> includes, List<String> excludes,
        String test, List<Path> suites, String runOrder, String groups, String excludedGroups,
        List<String> jvmArguments, SortedMap<String, String> systemProperties, SortedMap<String, String> environment,
        List<String> excludedEnvironment,
        Path workingDirectory, Path java, boolean enableAssertions, boolean useModulePath, String forkCount,
        boolean reuseForks,
        int rerunFailingTestsCount, int skipAfterFailureCount, boolean testFailureIgnore, boolean failIfNoTests,
        int forkedProcessTimeoutSeconds, Map<String, String> configurationParameters,
        List<String> includeEngines, List<String> excludeEngines, List<Path> additionalClasspath,
        List<Path> classpathExcludes,
        Map<String, String> providerProperties) {
    public TestExecution {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        suites = List.copyOf(suites);
        jvmArguments = List.copyOf(jvmArguments);
        systemProperties = Collections.unmodifiableSortedMap(new TreeMap<>(systemProperties));
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        excludedEnvironment = List.copyOf(excludedEnvironment);
        configurationParameters = Map.copyOf(configurationParameters);
        includeEngines = List.copyOf(includeEngines);
        excludeEngines = List.copyOf(excludeEngines);
        additionalClasspath = List.copyOf(additionalClasspath);
        classpathExcludes = List.copyOf(classpathExcludes);
        providerProperties = Map.copyOf(providerProperties);
    }

    /** How many JVMs Surefire would start side by side: {@code 2}, or {@code 1.5C} for so many on each processor. */
    public int forks(int processors) {
        String count = forkCount.strip();
        try {
            boolean eachProcessor = count.endsWith("C");
            return eachProcessor ? (int) (Double.parseDouble(count.substring(0, count.length() - 1)) * processors) : Integer.parseInt(count);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /**
     * What Surefire would run the tests with; a closed set. All of them run on the JUnit Platform here. {@code JUNIT47} takes the place of
     * {@code JUNIT4} where the pom has groups or runs tests in parallel.
     */
    public enum Provider { JUNIT_PLATFORM, JUNIT47, JUNIT4, JUNIT3, TESTNG }
}
