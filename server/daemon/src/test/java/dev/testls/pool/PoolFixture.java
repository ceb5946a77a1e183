package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestResult;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A pool, a project of a few classes, and ears: what the tests of this room share. */
final class PoolFixture implements AutoCloseable {
    static final ModuleId MODULE = new ModuleId("app");

    final Path root;
    final Path classes;
    final WorkerPool pool;
    Optional<Duration> testTimeout = Optional.empty();
    /** As in {@link TestBatch}. */
    int together;
    List<String> jvmArguments = List.of("-Xmx64m");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    SortedMap<String, String> systemProperties = new TreeMap<>();
    private final List<Path> ownLibraries = new ArrayList<>();

    PoolFixture(Path root) {
        this(root, PoolSettings.standard());
    }

    PoolFixture(Path root, PoolSettings settings) {
        this(root, settings, LibraryStates.unknown());
    }

    PoolFixture(Path root, PoolSettings settings, LibraryStates libraryStates) {
        this.root = root;
        classes = root.resolve("classes");
        pool = new WorkerPool(workerJar(), root.resolve("state"), settings, Observing.below(root), libraryStates, Ticker.system());
        try {
            Files.createDirectories(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Compiles one class, with JUnit at hand. Imports are given. */
    PoolFixture compile(String name, String body) {
        String packageName = name.substring(0, name.lastIndexOf('.'));
        String source = "package " + packageName + ";\n"
                + "import org.junit.jupiter.api.*; import org.junit.jupiter.params.*;\n"
                + "import org.junit.jupiter.params.provider.*;\n"
                + "import java.util.*; import java.util.concurrent.*; import java.util.stream.*;\n"
                + "import static org.junit.jupiter.api.Assertions.*; import static org.junit.jupiter.api.Assumptions.*;\n"
                + body;
        try {
            Path file = root.resolve("sources").resolve(name.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), "-cp",
                    Stream.concat(Stream.of(System.getProperty("java.class.path"), classes.toString()), ownLibraries.stream().map(Path::toString))
                            .collect(Collectors.joining(File.pathSeparator)), "-proc:none", file.toString());
            if (code != 0) throw new IllegalArgumentException("does not compile: " + name);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles one class, with those before it at hand, into a jar of its own, which is a library of the project from now on. */
    Path library(String name, String body) throws IOException {
        Path directory = root.resolve("library-" + ownLibraries.size());
        Path source = directory.resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "package " + name.substring(0, name.lastIndexOf('.')) + ";\nimport java.util.*; import java.util.concurrent.atomic.*;\n" + body);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", directory.toString(), "-cp",
                ownLibraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)), "-proc:none", source.toString());
        if (code != 0) throw new IllegalArgumentException("does not compile: " + name);
        Path jar = root.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(directory.relativize(file).toString().replace(File.separatorChar, '/')));
                out.write(Files.readAllBytes(file));
            }
        }
        ownLibraries.add(jar);
        return jar;
    }

    WorkerSpec spec() {
        List<Path> libraries = Stream.concat(ownLibraries.stream(), libraries().stream()).toList();
        List<Path> classpath = Stream.concat(Stream.of(classes), libraries.stream()).toList();
        SortedMap<String, String> environment = new TreeMap<>(Map.of("GREETING", "hello"));
        return new WorkerSpec(java, jvmArguments, classpath,
                List.of(classes), libraries, List.of(launcherJar()), systemProperties, environment, root, true);
    }

    Lease lease(Freshness freshness) {
        try {
            return pool.lease(Cancel.never(), spec(), freshness);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leases a worker for these classes ({@code a.FooTest}, {@code a.FooTest#bar(int)}) and tells what was heard. */
    Ears run(Freshness freshness, String... choices) {
        try (Lease lease = lease(freshness)) {
            return run(lease, Cancel.never(), choices);
        }
    }

    Ears run(Lease lease, Cancel cancel, String... choices) {
        Ears ears = new Ears();
        ears.end = lease.run(cancel, MODULE, batch(choices), ears);
        return ears;
    }

    TestBatch batch(String... choices) {
        List<TestBatch.Choice> classes = Stream.of(choices).map(PoolFixture::choice).toList();
        return new TestBatch(classes, TestBatch.Provider.JUNIT_PLATFORM, "", "", List.of(), List.of(), Map.of(), together, testTimeout);
    }

    private static TestBatch.Choice choice(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) return new TestBatch.Choice(text, List.of());
        String className = text.substring(0, hash);
        return new TestBatch.Choice(className.replaceFirst("\\$.*", ""), List.of(text));
    }

    static Path workerJar() {
        return home("dev.testls.worker.wire.Frames");
    }

    /** Whatever runs this test has one, though it may not be on the class path. */
    private static Path launcherJar() {
        return home("org.junit.platform.launcher.Launcher");
    }

    private static Path home(String className) {
        try {
            return Path.of(Class.forName(className).getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(it -> it.toString().matches(".*/(junit-|opentest4j|hamcrest|apiguardian)[^/]*\\.jar"))
                .filter(it -> !it.toString().contains("launcher")).toList();
    }

    /** Hears all, and tells it as lines: {@code PASSED a.FooTest#bar()}. */
    static final class Ears implements WorkerListener {
        final List<String> began = new ArrayList<>();
        final List<TestResult> results = new ArrayList<>();
        final List<Observation> observations = new ArrayList<>();
        /** The classes that ended, each with those that were told then to have left threads: {@code a.FooTest [a.BarTest]}. */
        final List<String> ended = new ArrayList<>();
        final StringBuilder output = new StringBuilder();
        final StringBuilder stray = new StringBuilder();
        final List<Runnable> whenBegan = new ArrayList<>();
        WorkerEnd end;

        @Override
        public synchronized void started(TestDescriptor test) {
            began.add(line(test));
            if (test.kind() == TestDescriptor.Kind.TEST) whenBegan.forEach(Runnable::run);
        }

        @Override
        public synchronized void output(TestDescriptor test, Stream stream, String text) {
            output.append(text);
        }

        @Override
        public synchronized void stray(Stream stream, String text) {
            stray.append(text);
        }

        @Override
        public synchronized void ended(String className, List<String> leavers) {
            ended.add(className + " " + leavers);
        }

        @Override
        public synchronized void finished(TestResult result) {
            results.add(result);
        }

        @Override
        public synchronized void observed(Observation observation) {
            observations.add(observation);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (TestResult result : results) {
                text.append(result.outcome()).append(' ').append(line(result.test()));
                String why = result.failure().map(it -> it.message()).orElse(result.skipReason());
                if (!why.isEmpty()) text.append(": ").append(why);
                text.append('\n');
            }
            return text.toString();
        }

        private static String line(TestDescriptor test) {
            return test.id().toString().replaceFirst("^app/", "");
        }

        TestResult only() {
            if (results.size() != 1) throw new AssertionError("not one result, but " + text() + " and " + end);
            return results.get(0);
        }

        WorkerEnd.Died died() {
            if (end instanceof WorkerEnd.Died died) return died;
            throw new AssertionError("not died, but " + end + "\n" + text());
        }
    }
}
