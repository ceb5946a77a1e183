package dev.testls.pool;

import dev.testls.worker.wire.ContextLibraries;
import java.util.Collections;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All that makes two worker JVMs interchangeable: workers with equal specs may serve the same tests.
 *
 * @param projectEntries class path entries that hold the workspace's own classes and resources, which edits change; in a
 *     warm worker they are loaded anew for each session, and win over the libraries
 * @param libraries the jars of the class path in order, without JUnit Platform jars that only tls adds
 * @param platformJars the launcher and engines that the class path lacks; they come last
 * @param covers whether one of the arguments has the JaCoCo agent count what tests execute, and the worker is to tell it
 * @param modules where the tests run on the module path
 * @param classpath the whole class path in the order of a plain build ({@code projectEntries} and {@code libraries}
 *     mixed as the build has them); {@code platformJars} follow it
 */
public record WorkerSpec(
        Path java, List<String> jvmArguments, List<Path> classpath, List<Path> projectEntries, List<Path> libraries,
        List<Path> platformJars, SortedMap<String, String> systemProperties, SortedMap<String, String> environment,
        Path workingDirectory, boolean enableAssertions, boolean covers, Optional<ModuleArguments> modules) {
    public WorkerSpec {
        jvmArguments = List.copyOf(jvmArguments);
        classpath = List.copyOf(classpath);
        projectEntries = List.copyOf(projectEntries);
        libraries = List.copyOf(libraries);
        platformJars = List.copyOf(platformJars);
        systemProperties = Collections.unmodifiableSortedMap(new TreeMap<>(systemProperties));
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** One that counts no coverage. */
    public WorkerSpec(Path java, List<String> jvmArguments, List<Path> classpath, List<Path> projectEntries, List<Path> libraries, List<Path> platformJars,
            SortedMap<String, String> systemProperties, SortedMap<String, String> environment, Path workingDirectory, boolean enableAssertions) {
        this(java, jvmArguments, classpath, projectEntries, libraries, platformJars, systemProperties, environment, workingDirectory, enableAssertions, false, Optional.empty());
    }

    /** The same, with what is a module on the module path. */
    public WorkerSpec with(Optional<ModuleArguments> arguments) {
        return new WorkerSpec(java, jvmArguments, classpath, projectEntries, libraries, platformJars, systemProperties, environment, workingDirectory,
                enableAssertions, covers, arguments);
    }

    /** The JVM that its tests begin in. A JVM's own modules cannot be loaded anew, so that no lease of such tests is of a reused one. */
    public Freshness freshness() {
        return modules.isPresent() ? Freshness.FRESH : Freshness.WARM;
    }

    /** The same, with coverage counted. An agent that the build itself starts goes: two would be in each other's way. */
    public WorkerSpec covering(String agentArgument) {
        List<String> arguments = Stream.concat(jvmArguments.stream().filter(it -> !countsCoverage(it)), Stream.of(agentArgument)).toList();
        return new WorkerSpec(java, arguments, classpath, projectEntries, libraries, platformJars, systemProperties, environment, workingDirectory,
                enableAssertions, true, modules);
    }

    /** The same, with the workspace's own class path entries elsewhere. */
    public WorkerSpec withProjectEntries(UnaryOperator<Path> elsewhere) {
        // An entry may stand in another one before it: what is for some Java release only.
        UnaryOperator<Path> moved = path -> projectEntries.stream().filter(path::startsWith).findFirst()
                .map(entry -> elsewhere.apply(entry).resolve(entry.relativize(path))).orElse(path);
        return new WorkerSpec(java, jvmArguments, classpath.stream().map(moved).toList(), projectEntries.stream().map(moved).toList(), libraries, platformJars,
                systemProperties, environment, workingDirectory, enableAssertions, covers, modules.map(it -> it.with(projectEntries, elsewhere)));
    }

    /** Whether a library on the class path keeps what was made for one test class for those after it in the same JVM. */
    public boolean keepsContexts() {
        return ContextLibraries.areAmong(classpath.stream().map(Path::toString).toList());
    }

    /** Whether the build starts an agent that does. */
    boolean countsCoverage() {
        return jvmArguments.stream().anyMatch(WorkerSpec::countsCoverage);
    }

    private static boolean countsCoverage(String argument) {
        return argument.startsWith("-javaagent:") && argument.contains("jacoco");
    }

    /** The spec of the JVM with this number, which Surefire's placeholders stand for. */
    WorkerSpec numbered(int fork) {
        UnaryOperator<String> fill = text -> text.replace("${surefire.forkNumber}", String.valueOf(fork))
                .replace("${surefire.threadNumber}", String.valueOf(fork));
        return new WorkerSpec(java, jvmArguments.stream().map(fill).toList(), classpath, projectEntries, libraries, platformJars,
                filled(systemProperties, fill), filled(environment, fill), Path.of(fill.apply(workingDirectory.toString())), enableAssertions, covers, modules);
    }

    private static SortedMap<String, String> filled(SortedMap<String, String> texts, UnaryOperator<String> fill) {
        SortedMap<String, String> filled = new TreeMap<>(texts);
        filled.replaceAll((key, text) -> fill.apply(text));
        return filled;
    }
}
