package dev.testls.project;

import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.project.JavaSettings.Part;
import dev.testls.project.WireModel.WireEntry;
import dev.testls.project.WireModel.WireJava;
import dev.testls.project.WireModel.WireModule;
import dev.testls.project.WireModel.WireResources;
import dev.testls.project.WireModel.WireTests;
import dev.testls.project.WireModel.WireUnhonoured;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes strict values of what the extension wrote. Throws a RuntimeException where it wrote nonsense. */
final class FromWire {
    private static final String PROC = "-proc:";

    private FromWire() {}

    static Project project(Path root, WireModel wire) {
        return new Project(root, text(wire.buildTool()), list(wire.modules()).stream().map(FromWire::module).toList(),
                list(wire.warnings()), unhonoured(list(wire.modules())));
    }

    private static Module module(WireModule wire) {
        return new Module(
                new ModuleId(wire.id()), text(wire.name()), text(wire.packaging()), path(wire.directory()),
                paths(wire.buildDirectories()), paths(wire.sourceRoots()), paths(wire.testSourceRoots()),
                resources(wire.resources()), resources(wire.testResources()),
                path(wire.resourceOutput()), path(wire.testResourceOutput()), paths(wire.generatorInputs()),
                classpath(wire.compileClasspath()), classpath(wire.testClasspath()), paths(wire.platformJars()),
                java(wire.java()), java(wire.testJava()), path(wire.jdkHome()),
                list(wire.tests()).stream().map(FromWire::tests).toList(),
                list(wire.languages()).stream().map(Language::valueOf).collect(Collectors.toSet()), text(wire.effectivePom()),
                list(wire.otherTestRunners()));
    }

    private static List<Unhonoured> unhonoured(List<WireModule> modules) {
        Map<WireUnhonoured, List<ModuleId>> where = new LinkedHashMap<>();
        modules.forEach(module -> list(module.unhonoured()).forEach(it -> where.computeIfAbsent(it, k -> new ArrayList<>()).add(new ModuleId(module.id()))));
        return where.entrySet().stream().map(it -> {
            WireUnhonoured wire = it.getKey();
            return new Unhonoured(text(wire.plugin()), text(wire.name()), text(wire.value()), text(wire.why()), it.getValue());
        }).toList();
    }

    private static List<ResourceRoot> resources(@Nullable List<WireResources> wire) {
        return list(wire).stream()
                .map(root -> new ResourceRoot(path(root.directory()), text(root.targetPath()), root.filtered(),
                        list(root.delimiters()), list(root.includes()), list(root.excludes())))
                .toList();
    }

    private static List<ClasspathEntry> classpath(@Nullable List<WireEntry> wire) {
        List<ClasspathEntry> entries = new ArrayList<>();
        for (WireEntry entry : list(wire)) {
            entries.add(entry.module() == null
                    ? new ClasspathEntry.Library(path(entry.path()))
                    : new ClasspathEntry.ModuleOutput(
                            new ModuleId(entry.module()), ClasspathEntry.Part.valueOf(entry.part())));
        }
        return entries;
    }

    /** {@code -proc:...} among the arguments, where older poms have it, means the same as the plugin's own setting. */
    private static JavaSettings java(WireJava wire) {
        List<String> arguments = new ArrayList<>();
        String processing = text(wire.processing());
        for (String argument : list(wire.arguments())) {
            if (argument.startsWith(PROC)) {
                processing = argument.substring(PROC.length());
            } else {
                arguments.add(argument);
            }
        }
        return new JavaSettings(text(wire.release()), text(wire.source()), text(wire.target()), text(wire.encoding()),
                arguments, paths(wire.processorPath()), list(wire.processors()), processing, list(wire.includes()),
                list(wire.excludes()), wire.classpathOnly(), text(wire.moduleVersion()),
                list(wire.parts()).stream().map(it -> new Part(paths(it.roots()), text(it.directory()), java(it.java()))).toList());
    }

    private static TestExecution tests(WireTests wire) {
        return new TestExecution(
                wire.id(), TestExecution.Provider.valueOf(wire.provider()), text(wire.surefireVersion()),
                list(wire.includes()), list(wire.excludes()),
                text(wire.test()), paths(wire.suites()), text(wire.runOrder()), text(wire.groups()), text(wire.excludedGroups()), JvmArguments.split(text(wire.argLine())),
                new TreeMap<>(map(wire.systemProperties())), new TreeMap<>(map(wire.environment())),
                list(wire.excludedEnvironment()),
                path(wire.workingDirectory()), path(wire.java()), wire.enableAssertions(), wire.useModulePath(),
                text(wire.forkCount()), wire.reuseForks(), wire.rerunFailingTestsCount(), wire.skipAfterFailureCount(),
                wire.testFailureIgnore(), wire.failIfNoTests(), wire.forkedProcessTimeoutSeconds(),
                map(wire.configurationParameters()), list(wire.includeEngines()), list(wire.excludeEngines()),
                paths(wire.additionalClasspath()), paths(wire.classpathExcludes()), map(wire.providerProperties()));
    }

    private static List<Path> paths(@Nullable List<String> wire) {
        return list(wire).stream().map(FromWire::path).toList();
    }

    private static Path path(String wire) {
        Path path = Path.of(wire);
        if (!path.isAbsolute()) throw new IllegalArgumentException("not absolute: " + wire);
        return path.normalize();
    }

    private static <T> List<T> list(@Nullable List<T> wire) {
        return wire == null ? List.of() : wire;
    }

    private static Map<String, String> map(@Nullable Map<String, String> wire) {
        return wire == null ? Map.of() : wire;
    }

    private static String text(@Nullable String wire) {
        return wire == null ? "" : wire;
    }
}
