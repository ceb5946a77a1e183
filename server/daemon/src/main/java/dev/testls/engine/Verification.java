package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.model.TestDescriptor;
import dev.testls.pool.Discovery;
import dev.testls.project.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where source and the real JUnit Platform differ on what tests there are. */
final class Verification {
    private static final Pattern ANONYMOUS = Pattern.compile(".*\\$\\d.*");

    private final EngineQuestions questions;
    private final World world;

    Verification(EngineQuestions questions, World world) {
        this.questions = questions;
        this.world = world;
    }

    /** The differences, one a line, for people. */
    List<String> differences(Cancel cancel) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Module module : world.project().orElseThrow().modules()) {
            if (!module.tests().isEmpty()) differences.addAll(differences(cancel, module));
        }
        return differences;
    }

    private List<String> differences(Cancel cancel, Module module) throws IOException {
        List<String> everything = classNames(world.compilation().orElseThrow().outputs().get(module.id()).testClasses());
        if (everything.isEmpty()) return List.of();
        Discovery discovery = questions.discover(cancel, module, everything);
        if (!discovery.problem().isEmpty()) return List.of(module.id() + " could not be asked: " + discovery.problem());
        Set<String> engine = new TreeSet<>();
        for (Discovery.Found found : discovery.found()) {
            TestDescriptor test = found.test();
            if (!test.id().method().isEmpty() && test.id().invocation().isEmpty()) engine.add(test.id().className() + "#" + test.id().method());
        }
        Set<String> source = new TreeSet<>();
        world.tests().of(module.id()).forEach(it -> source.addAll(it.tests()));
        List<String> differences = new ArrayList<>();
        engine.stream().filter(it -> !source.contains(it)).forEach(it -> differences.add("only the engine sees  " + module.id() + "/" + it));
        source.stream().filter(it -> !engine.contains(it)).forEach(it -> differences.add("only source shows     " + module.id() + "/" + it));
        return differences;
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
