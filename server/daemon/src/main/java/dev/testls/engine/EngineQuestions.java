package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.jdt.Compilation;
import dev.testls.model.TestClass;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestMethod;
import dev.testls.pool.Discovery;
import dev.testls.pool.Lease;
import dev.testls.pool.TestBatch;
import dev.testls.pool.TestBatch.Choice;
import dev.testls.pool.WorkerSpec;
import dev.testls.pool.Workers;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the real JUnit Platform says is in a class. */
final class EngineQuestions {
    private final Workers workers;
    private final Project project;
    private final Compilation compilation;
    private final RunRequest request;
    private final List<String> problems = new ArrayList<>();

    EngineQuestions(Workers workers, Project project, Compilation compilation, RunRequest request) {
        this.workers = workers;
        this.project = project;
        this.compilation = compilation;
        this.request = request;
    }

    /** What could not be asked, for people. */
    List<String> problems() {
        return problems;
    }

    /** The classes, with the tests that their engines see; those that could not be asked are left out. */
    List<TestClass> ask(Cancel cancel, List<TestClass> unknown) throws IOException {
        List<TestClass> answers = new ArrayList<>();
        for (Module module : project.modules()) {
            List<TestClass> ofModule = unknown.stream().filter(it -> it.module().equals(module.id()))
                    .filter(it -> !isBroken(it)).toList();
            if (ofModule.isEmpty() || module.tests().isEmpty()) continue;
            answers.addAll(ask(cancel, module, ofModule));
        }
        return answers;
    }

    /** Discovery of everything in some classes of a module, as the platform reports it. */
    Discovery discover(Cancel cancel, Module module, List<String> classNames) throws IOException {
        TestExecution execution = module.tests().get(0);
        TestBatch batch = new TestBatch(classNames.stream().map(it -> new Choice(it, List.of())).toList(), Jobs.provider(execution), "", "",
                execution.includeEngines(), execution.excludeEngines(), execution.configurationParameters(), 0, Optional.empty());
        WorkerSpec spec = Jobs.spec(project, module, execution, request);
        try (Lease lease = workers.lease(cancel, spec, spec.freshness())) {
            return lease.discover(cancel, module.id(), batch);
        }
    }

    private List<TestClass> ask(Cancel cancel, Module module, List<TestClass> classes) throws IOException {
        Discovery discovery = discover(cancel, module, classes.stream().map(TestClass::name).toList());
        if (!discovery.problem().isEmpty()) {
            problems.add("the test engines of " + module.id().shortName() + " could not be asked: " + discovery.problem());
            return List.of();
        }
        return classes.stream().map(it -> withFound(it, discovery.found())).toList();
    }

    private boolean isBroken(TestClass testClass) {
        return compilation.whyUnrunnable(testClass.module(), testClass.name()).isPresent();
    }

    private static TestClass withFound(TestClass asked, List<Discovery.Found> found) {
        Map<String, Map<String, TestMethod>> byClass = new LinkedHashMap<>();
        for (Discovery.Found it : found) {
            TestDescriptor test = it.test();
            String className = test.id().className();
            boolean inside = className.equals(asked.name()) || className.startsWith(asked.name() + "$");
            if (!inside || test.id().method().isEmpty() || !test.id().invocation().isEmpty()) continue;
            TestMethod.Kind kind = test.kind() == TestDescriptor.Kind.TEST ? TestMethod.Kind.SINGLE : TestMethod.Kind.TEMPLATE;
            byClass.computeIfAbsent(className, c -> new LinkedHashMap<>()).putIfAbsent(test.id().method(), new TestMethod(
                    test.id().method(), kind, test.displayName(), it.tags(), Optional.empty(), Optional.of(asked.source()), Optional.empty()));
        }
        List<TestMethod> own = List.copyOf(byClass.getOrDefault(asked.name(), Map.of()).values());
        List<TestClass> nested = byClass.entrySet().stream().filter(it -> !it.getKey().equals(asked.name()))
                .map(it -> new TestClass(asked.module(), it.getKey(), asked.source(), asked.range(), asked.framework(), asked.certainty(),
                        simpleName(it.getKey()), asked.tags(), Optional.empty(), List.copyOf(it.getValue().values()), List.of()))
                .toList();
        return new TestClass(asked.module(), asked.name(), asked.source(), asked.range(), asked.framework(), asked.certainty(),
                asked.displayName(), asked.tags(), asked.disabled(), own, nested);
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('$') + 1);
    }
}
