package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.jdt.Compilation;
import dev.testls.model.TestClass;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestMethod;
import dev.testls.pool.Discovery;
import dev.testls.pool.Freshness;
import dev.testls.pool.Lease;
import dev.testls.pool.TestBatch;
import dev.testls.pool.TestBatch.Choice;
import dev.testls.pool.Workers;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where source and the real JUnit Platform differ on what tests there are. */
final class Verification {
    private static final Pattern ANONYMOUS = Pattern.compile(".*\\$\\d.*");

    private final Workers workers;
    private final Project project;
    private final World world;
    private final RunRequest request;

    Verification(Workers workers, World world, RunRequest request) {
        this.workers = workers;
        this.project = world.project().orElseThrow();
        this.world = world;
        this.request = request;
    }

    /** The differences, one a line, for people. */
    List<String> differences(Cancel cancel) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Module module : project.modules()) {
            if (!module.tests().isEmpty()) differences.addAll(differences(cancel, module));
        }
        return differences;
    }

    private List<String> differences(Cancel cancel, Module module) throws IOException {
        Compilation compilation = world.compilation().orElseThrow();
        TestExecution execution = module.tests().get(0);
        List<Choice> everything = classNames(compilation.outputs().get(module.id()).testClasses()).stream().map(it -> new Choice(it, List.of())).toList();
        if (everything.isEmpty()) return List.of();
        TestBatch batch = new TestBatch(everything, Jobs.provider(execution), "", "", execution.includeEngines(), execution.excludeEngines(), execution.configurationParameters(),
                Optional.empty());
        Discovery discovery;
        try (Lease lease = workers.lease(cancel, Jobs.spec(module, execution, compilation, request), Freshness.WARM)) {
            discovery = lease.discover(cancel, module.id(), batch);
        }
        if (!discovery.problem().isEmpty()) return List.of(module.id() + " could not be asked: " + discovery.problem());
        Set<String> engine = new TreeSet<>();
        for (Discovery.Found found : discovery.found()) {
            TestDescriptor test = found.test();
            if (!test.id().method().isEmpty() && test.id().invocation().isEmpty()) engine.add(test.id().className() + "#" + test.id().method());
        }
        Set<String> source = new TreeSet<>();
        world.tests().of(module.id()).forEach(it -> addAll(it, source));
        List<String> differences = new ArrayList<>();
        engine.stream().filter(it -> !source.contains(it)).forEach(it -> differences.add("only the engine sees  " + module.id() + "/" + it));
        source.stream().filter(it -> !engine.contains(it)).forEach(it -> differences.add("only source shows     " + module.id() + "/" + it));
        return differences;
    }

    private static void addAll(TestClass testClass, Set<String> tests) {
        for (TestMethod method : testClass.methods()) tests.add(testClass.name() + "#" + method.method());
        testClass.nested().forEach(nested -> addAll(nested, tests));
    }

    private static List<String> classNames(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(it -> directory.relativize(it).toString()).filter(it -> it.endsWith(".class"))
                    .map(it -> it.substring(0, it.length() - ".class".length()).replace('/', '.'))
                    .filter(it -> !ANONYMOUS.matcher(it).matches() && !it.endsWith("package-info") && !it.equals("module-info"))
                    .sorted().toList();
        }
    }
}
