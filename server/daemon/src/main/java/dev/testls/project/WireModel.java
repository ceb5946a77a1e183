package dev.testls.project;

import java.util.List;
import java.util.Map;

/** The JSON that the Maven extension writes; absent values are null. {@link FromWire} makes a {@link Project} of it. */
record WireModel(String buildTool, List<String> inputs, List<String> warnings, List<WireModule> modules) {
    record WireModule(
            String id, String name, String packaging, String directory, List<String> buildDirectories, List<String> sourceRoots,
            List<String> testSourceRoots, List<WireResources> resources, List<WireResources> testResources,
            String resourceOutput, String testResourceOutput, List<String> generatorInputs,
            List<WireEntry> compileClasspath, List<WireEntry> testClasspath, List<String> platformJars,
            WireJava java, WireJava testJava, String jdkHome, List<WireTests> tests, List<WireUnhonoured> unhonoured,
            List<String> languages, String effectivePom, List<String> otherTestRunners) {}

    record WireUnhonoured(String plugin, String name, String value, String why) {}

    record WireResources(
            String directory, String targetPath, boolean filtered, List<String> delimiters, List<String> includes,
            List<String> excludes) {}

    /** Either a path, or a module and its part. */
    record WireEntry(String path, String module, String part) {}

    record WireJava(
            String release, String source, String target, String encoding, List<String> arguments,
            List<String> processorPath, List<String> processors, String processing, List<String> includes,
            List<String> excludes, boolean classpathOnly, String moduleVersion, List<WirePart> parts) {}

    record WirePart(List<String> roots, String directory, WireJava java) {}

    record WireTests(
            String id, String provider, String surefireVersion, List<String> includes, List<String> excludes,
            String test, List<String> suites, String runOrder, String groups,
            String excludedGroups, String argLine, Map<String, String> systemProperties,
            Map<String, String> environment, List<String> excludedEnvironment, String workingDirectory, String java, boolean enableAssertions,
            boolean useModulePath, String forkCount, boolean reuseForks, int rerunFailingTestsCount,
            int skipAfterFailureCount, boolean testFailureIgnore, boolean failIfNoTests,
            int forkedProcessTimeoutSeconds, Map<String, String> configurationParameters,
            List<String> includeEngines, List<String> excludeEngines, List<String> additionalClasspath,
            List<String> classpathExcludes, Map<String, String> providerProperties) {}

    /** What the extension writes in place of a model. */
    record WireFailure(List<WireProblem> problems) {}

    record WireProblem(
            String kind, String message, String module, String file, int line, int column, List<String> missing) {}
}
