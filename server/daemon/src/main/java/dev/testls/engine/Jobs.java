package dev.testls.engine;

import dev.testls.model.ModuleId;
import dev.testls.pool.TestBatch;
import dev.testls.pool.WorkerSpec;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.ClasspathEntry.Library;
import dev.testls.project.ClasspathEntry.ModuleOutput;
import dev.testls.project.ClasspathEntry.Part;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import dev.testls.run.ClassOrder;
import dev.testls.run.Job;
import dev.testls.select.TestSelector.OfClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Executions told as jobs: the JVM that a plain build would start for them. */
final class Jobs {
    /**
     * Variables that differ from shell to shell and from command to command without meaning anything to a test; with them
     * no two calls would share a worker: shells count and name themselves, terminals number their windows, hyperfine adds a
     * text of random length. {@code PWD} is set to where the tests really start.
     */
    private static final Set<String> VOLATILE = Set.of("_", "SHLVL", "OLDPWD", "PWD", "COLUMNS", "LINES", "WINDOWID", "TERM_SESSION_ID",
            "ITERM_SESSION_ID", "WT_SESSION", "KITTY_WINDOW_ID", "TMUX_PANE", "STARSHIP_SESSION_KEY", "HYPERFINE_RANDOMIZED_ENVIRONMENT_OFFSET");

    /** JUnit Jupiter's order of classes: the name of a {@code ClassOrderer}. */
    private static final String CLASS_ORDERER = "junit.jupiter.testclass.order.default";

    private Jobs() {}

    static Job of(Project project, Module module, TestExecution execution, RunRequest request, PlatformProperties platform) {
        String tags = Stream.of(tagExpression(execution.groups()), request.tags().orElse(""))
                .filter(it -> !it.isEmpty()).map(it -> "(" + it + ")").collect(Collectors.joining(" & "));
        WorkerSpec spec = spec(project, module, execution, request);
        return new Job(module.id(), execution.id(), spec, provider(execution), tags,
                tagExpression(execution.excludedGroups()), execution.includeEngines(), execution.excludeEngines(),
                execution.configurationParameters(), execution.reuseForks(), order(execution, spec, platform), execution.rerunFailingTestsCount());
    }

    /** The environment of who asks, but for what means nothing to a test. */
    static SortedMap<String, String> environment(RunRequest request) {
        SortedMap<String, String> environment = new TreeMap<>(request.environment());
        environment.keySet().removeAll(VOLATILE);
        return environment;
    }

    static WorkerSpec spec(Project project, Module module, TestExecution execution, RunRequest request) {
        Classpath classpath = new Classpath(project);
        classpath.addModule(module.id(), Part.TEST);
        classpath.addModule(module.id(), Part.MAIN);
        for (ClasspathEntry entry : module.testClasspath()) {
            entry.on(new ClasspathEntry.Cases<Void>() {
                @Override
                public Void library(Library it) {
                    if (!execution.classpathExcludes().contains(it.path())) classpath.addLibrary(it.path());
                    return null;
                }

                @Override
                public Void moduleOutput(ModuleOutput it) {
                    classpath.addModule(it.module(), it.part());
                    return null;
                }
            });
        }
        execution.additionalClasspath().forEach(classpath::addElement);

        SortedMap<String, String> properties = new TreeMap<>(execution.systemProperties());
        properties.putAll(request.systemProperties());
        SortedMap<String, String> environment = environment(request);
        environment.keySet().removeAll(execution.excludedEnvironment());
        environment.put("PWD", execution.workingDirectory().toString());
        environment.putAll(execution.environment());
        return new WorkerSpec(execution.java(), execution.jvmArguments(), classpath.all, classpath.projectEntries, classpath.libraries,
                module.platformJars(), properties, environment, execution.workingDirectory(), execution.enableAssertions())
                .with(ModularTests.arguments(module, execution, classpath.all, () -> taken(execution, request)));
    }

    /** The classes that a run looks at: those of the build, and those that the user names. */
    private static Predicate<String> taken(TestExecution execution, RunRequest request) {
        Predicate<String> build = Planner.build(execution);
        return name -> build.test(name) || request.selectors().stream().anyMatch(it -> it instanceof OfClass named && named.pattern().matches(name));
    }

    static TestBatch.Provider provider(TestExecution execution) {
        return switch (execution.provider()) {
            case JUNIT_PLATFORM -> TestBatch.Provider.JUNIT_PLATFORM;
            case JUNIT47, JUNIT4, JUNIT3 -> TestBatch.Provider.JUNIT4;
            case TESTNG -> TestBatch.Provider.TESTNG;
        };
    }

    /** Where several JVMs share the classes, or each has its own, which of them run one after the other is chance. */
    private static ClassOrder order(TestExecution execution, WorkerSpec spec, PlatformProperties platform) {
        if (!execution.reuseForks() || execution.forks(Runtime.getRuntime().availableProcessors()) > 1) return ClassOrder.ANY;
        String ofEngine = platform.get(CLASS_ORDERER, execution.configurationParameters(), spec);
        if (!ofEngine.isEmpty() && !ofEngine.endsWith("$Random")) return ClassOrder.OF_ENGINE;
        // Of several Surefire takes the first. The others depend on the clock, on chance, or on files of earlier runs.
        return switch (execution.runOrder().split(",", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "alphabetical" -> ClassOrder.ALPHABETICAL;
            case "reversealphabetical" -> ClassOrder.REVERSE_ALPHABETICAL;
            default -> ClassOrder.ANY;
        };
    }

    /** Surefire's list of groups as one tag expression: any of them. */
    static String tagExpression(String groups) {
        List<String> parts = Stream.of(groups.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
        return parts.size() == 1 ? parts.get(0) : parts.stream().map(it -> "(" + it + ")").collect(Collectors.joining(" | "));
    }

    /** A class path as it grows, each entry once. */
    private static final class Classpath {
        private final Project project;
        private final List<Path> all = new ArrayList<>();
        private final List<Path> projectEntries = new ArrayList<>();
        private final List<Path> libraries = new ArrayList<>();

        Classpath(Project project) {
            this.project = project;
        }

        void addModule(ModuleId id, Part part) {
            Module module = project.module(id).orElseThrow();
            // Class files are written next to the resources.
            add(part == Part.TEST ? module.testResourceOutput() : module.resourceOutput(), projectEntries);
        }

        /** One that may stand in the output of a module: what there is for some Java release only. */
        void addElement(Path path) {
            add(path, projectEntries.stream().anyMatch(path::startsWith) ? projectEntries : libraries);
        }

        void addLibrary(Path path) {
            add(path, libraries);
        }

        private void add(Path path, List<Path> kind) {
            if (all.contains(path)) return;
            all.add(path);
            kind.add(path);
        }
    }
}
