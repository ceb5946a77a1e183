package dev.testls.project;

import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A module, after the build tool processed its resources and generated its sources.
 *
 * <p>All paths are absolute. No output directory of the user's tree is read: resources were copied, and sources
 * generated, below the daemon's own state directory.
 *
 * @param packaging {@code jar}, {@code pom}, ...
 * @param buildDirectories that the build makes in the user's tree before tests run
 * @param sourceRoots of main code, generated ones too; only those that exist or may come to exist
 * @param resources what main resources are copied from, in the build's order
 * @param resourceOutput where the build tool put the processed main resources: a class path entry of its own
 * @param generatorInputs files and directories that the build's goals read, there or not: inputs of code generators, files that
 *     compilers are told of; when one changes, the model is stale
 * @param compileClasspath what main code compiles against, in order, without the module's own main output
 * @param testClasspath what tests compile against and run with, in order, without the module's own outputs
 * @param platformJars JUnit Platform launcher, engines and what they need, as far as {@code testClasspath} lacks them
 * @param jdkHome of the JDK that compiles and runs this module
 * @param tests one for each execution of Surefire that would run; empty when tests are skipped in the build
 * @param languages what plugins of the build compile besides Java; such sources stand in the source roots, too
 * @param effectivePom where there are such languages: a digest of all that says how the build compiles
 * @param otherTestRunners plugins that run tests which Surefire does not
 */
public record Module(
        ModuleId id, String name, String packaging, Path directory, List<Path> buildDirectories,
        List<Path> sourceRoots, List<Path> testSourceRoots,
        List<ResourceRoot> resources, List<ResourceRoot> testResources, Path resourceOutput, Path testResourceOutput,
        List<Path> generatorInputs,
        List<ClasspathEntry> compileClasspath, List<ClasspathEntry> testClasspath, List<Path> platformJars,
        JavaSettings java, JavaSettings testJava, Path jdkHome, List<TestExecution> tests,
        Set<Language> languages, String effectivePom, List<String> otherTestRunners) {
    public Module {
        buildDirectories = List.copyOf(buildDirectories);
        languages = Set.copyOf(languages);
        otherTestRunners = List.copyOf(otherTestRunners);
        sourceRoots = List.copyOf(sourceRoots);
        testSourceRoots = List.copyOf(testSourceRoots);
        resources = List.copyOf(resources);
        testResources = List.copyOf(testResources);
        generatorInputs = List.copyOf(generatorInputs);
        compileClasspath = List.copyOf(compileClasspath);
        testClasspath = List.copyOf(testClasspath);
        platformJars = List.copyOf(platformJars);
        tests = List.copyOf(tests);
    }

    /** A module in which there is nothing but Java. */
    public Module(
            ModuleId id, String name, String packaging, Path directory, List<Path> buildDirectories, List<Path> sourceRoots, List<Path> testSourceRoots,
            List<ResourceRoot> resources, List<ResourceRoot> testResources, Path resourceOutput, Path testResourceOutput,
            List<Path> generatorInputs, List<ClasspathEntry> compileClasspath, List<ClasspathEntry> testClasspath,
            List<Path> platformJars, JavaSettings java, JavaSettings testJava, Path jdkHome, List<TestExecution> tests) {
        this(id, name, packaging, directory, buildDirectories, sourceRoots, testSourceRoots, resources, testResources, resourceOutput, testResourceOutput,
                generatorInputs, compileClasspath, testClasspath, platformJars, java, testJava, jdkHome, tests, Set.of(), "", List.of());
    }

    /** The directories of {@link #resources}, each once. */
    public List<Path> resourceRoots() {
        return directories(resources);
    }

    /** The directories of {@link #testResources}, each once. */
    public List<Path> testResourceRoots() {
        return directories(testResources);
    }

    /** Whether a file stands in a source root and is written in a language that is compiled there. */
    public boolean isSource(Path file) {
        Optional<Language> language = Language.of(file.toString());
        return language.isPresent() && (language.get() == Language.JAVA || languages.contains(language.get()))
                && Stream.concat(sourceRoots.stream(), testSourceRoots.stream()).anyMatch(file::startsWith);
    }

    private static List<Path> directories(List<ResourceRoot> roots) {
        return roots.stream().map(ResourceRoot::directory).distinct().toList();
    }
}
