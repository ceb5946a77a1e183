package dev.testls.project;

import dev.testls.model.ModuleId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A module, after the build tool processed its resources and generated its sources.
 *
 * <p>All paths are absolute. No output directory of the user's tree appears: resources were copied, and sources
 * generated, below the daemon's own state directory.
 *
 * @param packaging {@code jar}, {@code pom}, ...
 * @param sourceRoots of main code, generated ones too; only those that exist or may come to exist
 * @param resourceRoots the directories that main resources are copied from, for change detection
 * @param resourceOutput where the build tool put the processed main resources: a class path entry of its own
 * @param compileClasspath what main code compiles against, in order, without the module's own main output
 * @param testClasspath what tests compile against and run with, in order, without the module's own outputs
 * @param platformJars JUnit Platform launcher, engines and what they need, as far as {@code testClasspath} lacks them
 * @param jdkHome of the JDK that compiles and runs this module
 * @param tests one for each execution of Surefire that would run; empty when tests are skipped in the build
 */
public record Module(
        ModuleId id, String name, String packaging, Path directory,
        List<Path> sourceRoots, List<Path> testSourceRoots,
        List<Path> resourceRoots, List<Path> testResourceRoots, Path resourceOutput, Path testResourceOutput,
        List<ClasspathEntry> compileClasspath, List<ClasspathEntry> testClasspath, List<Path> platformJars,
        JavaSettings java, JavaSettings testJava, Path jdkHome, List<TestExecution> tests) {
    public Module {
        sourceRoots = List.copyOf(sourceRoots);
        testSourceRoots = List.copyOf(testSourceRoots);
        resourceRoots = List.copyOf(resourceRoots);
        testResourceRoots = List.copyOf(testResourceRoots);
        compileClasspath = List.copyOf(compileClasspath);
        testClasspath = List.copyOf(testClasspath);
        platformJars = List.copyOf(platformJars);
        tests = List.copyOf(tests);
    }
}
