package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.TestClass;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestTree;
import dev.testls.pool.Discovery;
import dev.testls.project.Module;
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

    private final EngineQuestions questions;
    private final World world;
    private final Planner planner;

    /** @param planner tells which classes are compared */
    Verification(EngineQuestions questions, World world, Planner planner) {
        this.questions = questions;
        this.world = world;
        this.planner = planner;
    }

    Verified of(Cancel cancel, List<Module> modules) throws IOException {
        int tests = 0;
        List<String> differences = new ArrayList<>();
        for (Module module : modules) {
            Set<String> source = new TreeSet<>();
            world.tests().of(module.id()).stream().filter(planner::mayTake).forEach(it -> source.addAll(it.tests()));
            tests += source.size();
            if (!module.tests().isEmpty()) differences.addAll(differences(cancel, module, source));
        }
        return new Verified(tests, differences);
    }

    private List<String> differences(Cancel cancel, Module module, Set<String> source) throws IOException {
        List<String> asked = classNames(world.compilation().orElseThrow().outputs().get(module.id()).testClasses()).stream()
                .filter(it -> planner.mayTake(known(module, it))).toList();
        Set<String> engine = new TreeSet<>();
        if (!asked.isEmpty()) {
            Discovery discovery = questions.discover(cancel, module, asked);
            if (!discovery.problem().isEmpty()) return List.of(module.id() + " could not be asked: " + discovery.problem());
            for (Discovery.Found found : discovery.found()) {
                TestDescriptor test = found.test();
                if (!test.id().method().isEmpty() && test.id().invocation().isEmpty()) engine.add(test.id().className() + "#" + test.id().method());
            }
        }
        List<String> differences = new ArrayList<>();
        engine.stream().filter(it -> !source.contains(it)).forEach(it -> differences.add("only the engine sees  " + module.id() + "/" + it));
        source.stream().filter(it -> !engine.contains(it)).forEach(it -> differences.add("only source shows     " + module.id() + "/" + it));
        return differences;
    }

    /** A class as source shows it; one in which source shows no test stands where a class of its name would. */
    private TestClass known(Module module, String className) {
        TestTree tree = world.tests();
        String topLevel = TestId.ofClass(module.id(), className).topLevelClass();
        return tree.find(module.id(), className).or(() -> tree.find(module.id(), topLevel)).orElseGet(() -> {
            String file = topLevel.replace('.', '/') + ".java";
            Path source = module.testSourceRoots().stream().map(it -> it.resolve(file)).filter(Files::exists).findFirst().orElse(module.directory());
            return new TestClass(module.id(), className, SourcePath.of(source.toString()), new SourceRange(0, 0, 0, 0), TestClass.Framework.OTHER,
                    TestClass.Certainty.ASK_ENGINE, className, Set.of(), Optional.empty(), List.of(), List.of());
        });
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
