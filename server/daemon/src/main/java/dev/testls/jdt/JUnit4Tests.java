package dev.testls.jdt;

import dev.testls.jdt.Type.Use;
import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestClass.Framework;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** JUnit 4's and JUnit 3's rules of what a test is, as the JUnit Platform's Vintage engine applies them. */
final class JUnit4Tests {
    private static final String TEST = "org.junit.Test";
    private static final String IGNORE = "org.junit.Ignore";
    private static final String RUN_WITH = "org.junit.runner.RunWith";
    private static final String CATEGORY = "org.junit.experimental.categories.Category";
    private static final String THEORY = "org.junit.experimental.theories.Theory";
    private static final String TEST_CASE = "junit.framework.TestCase";

    private static final String BLOCK_RUNNER = "org.junit.runners.BlockJUnit4ClassRunner";
    private static final String ENCLOSED = "org.junit.experimental.runners.Enclosed";
    private static final String PARAMETERIZED = "org.junit.runners.Parameterized";
    private static final String THEORIES = "org.junit.experimental.theories.Theories";
    private static final String PLATFORM_RUNNER = "org.junit.platform.runner.JUnitPlatform";

    /** Runners that find the tests of BlockJUnit4ClassRunner without being one. */
    private static final Set<String> LIKE_BLOCK_RUNNER = Set.of(
            BLOCK_RUNNER, "org.mockito.junit.MockitoJUnitRunner", "org.mockito.runners.MockitoJUnitRunner");

    /** What a runner overrides to find other tests, or none. */
    private static final Set<String> FINDS_TESTS = Set.of("computeTestMethods", "getChildren", "getDescription",
            "describeChild", "testName");

    private final Methods methods;

    JUnit4Tests(Methods methods) {
        this.methods = methods;
    }

    Optional<Findings> find(Type type) {
        if (!type.isPublic() || type.isAbstract() || type.isInner()
                || type.facts.kind() == ClassFacts.Kind.ANNOTATION) {
            return Optional.empty();
        }
        Optional<Use> runWith = Annotations.present(type, RUN_WITH);
        if (runWith.isPresent()) return runBy(runWith.get().types("value").stream().findFirst(), type);
        if (hasSuiteMethod(type)) return Optional.of(findings(type, Certainty.ASK_ENGINE, Map.of()));
        if (type.isA(TEST_CASE)) return Optional.of(testCase(type));
        boolean hasTests = methods.of(type).stream().anyMatch(method -> isTest(method.owner(), method.facts()));
        if (!hasTests) return Optional.empty();
        return Optional.of(findings(type, Certainty.SOURCE, annotated(type, Set.of(TEST), TestMethod.Kind.SINGLE)));
    }

    /** An abstract class that holds tests in its member classes: which, its engine must say. */
    static Optional<Findings> enclosing(Type type) {
        boolean encloses = type.facts.kind() == ClassFacts.Kind.CLASS && Annotations.present(type, RUN_WITH)
                .filter(use -> use.types("value").stream().anyMatch(runner -> runner.name.equals(ENCLOSED))).isPresent();
        return encloses ? Optional.of(findings(type, Certainty.ASK_ENGINE, Map.of())) : Optional.empty();
    }

    private Optional<Findings> runBy(Optional<Type> runner, Type type) {
        if (runner.isEmpty()) return Optional.of(unknown(type));
        if (runner.get().name.equals(PLATFORM_RUNNER)) return Optional.empty();
        for (Type kind : runner.get().chain()) {
            if (kind.name.equals(PARAMETERIZED)) {
                return Optional.of(findings(type, Certainty.SOURCE,
                        annotated(type, Set.of(TEST), TestMethod.Kind.PARAMETERIZED)));
            }
            if (kind.name.equals(THEORIES)) {
                return Optional.of(findings(type, Certainty.SOURCE,
                        annotated(type, Set.of(TEST, THEORY), TestMethod.Kind.SINGLE)));
            }
            if (LIKE_BLOCK_RUNNER.contains(kind.name)) {
                return Optional.of(findings(type, Certainty.SOURCE,
                        annotated(type, Set.of(TEST), TestMethod.Kind.SINGLE)));
            }
            if (kind.facts.methods().stream().anyMatch(method -> FINDS_TESTS.contains(method.name()))) break;
        }
        return Optional.of(unknown(type));
    }

    /** A class that only its runner understands; what looks like a test is told meanwhile. */
    private static Findings unknown(Type type) {
        return findings(type, Certainty.ASK_ENGINE, annotated(type, Set.of(TEST), TestMethod.Kind.SINGLE));
    }

    private static boolean hasSuiteMethod(Type type) {
        return type.chain().stream().flatMap(holder -> holder.facts.methods().stream()).anyMatch(method ->
                method.name().equals("suite") && method.isPublic() && method.isStatic()
                        && method.parameterTypes().isEmpty());
    }

    /** A JUnit 3 test case. One without tests is a failing test of its own making: the engine must say. */
    private static Findings testCase(Type type) {
        Map<String, TestMethod> tests = new LinkedHashMap<>();
        for (Type holder : type.chain()) {
            for (MethodFacts method : holder.facts.methods()) {
                boolean isTest = method.name().startsWith("test") && method.parameterTypes().isEmpty()
                        && method.returnsVoid() && method.isPublic();
                if (!isTest) continue;
                tests.computeIfAbsent(method.signature(), s -> test(holder, method, TestMethod.Kind.SINGLE, Set.of()));
            }
        }
        Certainty certainty = tests.isEmpty() ? Certainty.ASK_ENGINE : Certainty.SOURCE;
        return new Findings(Framework.JUNIT4, certainty, type.simpleName(), Set.of(), ignored(type),
                List.copyOf(tests.values()), List.of());
    }

    private static Findings findings(Type type, Certainty certainty, Map<String, TestMethod> tests) {
        return new Findings(Framework.JUNIT4, certainty, type.simpleName(),
                categories(Annotations.present(type, CATEGORY)), ignored(type), List.copyOf(tests.values()), List.of());
    }

    /**
     * The annotated methods of the class and its superclasses. One that is overridden by a method without the
     * annotation is still a test, unlike in Jupiter.
     */
    private static Map<String, TestMethod> annotated(Type type, Set<String> annotations, TestMethod.Kind kind) {
        Set<String> tags = categories(Annotations.present(type, CATEGORY));
        Map<String, TestMethod> tests = new LinkedHashMap<>();
        for (Type holder : type.chain()) {
            for (MethodFacts method : holder.facts.methods()) {
                if (!method.isPublic() || method.isStatic() || !method.returnsVoid()) continue;
                if (annotations.stream().noneMatch(name -> Annotations.present(holder, method, name).isPresent())) {
                    continue;
                }
                tests.computeIfAbsent(method.signature(), s -> test(holder, method, kind, tags));
            }
        }
        return tests;
    }

    private static TestMethod test(Type holder, MethodFacts method, TestMethod.Kind kind, Set<String> classTags) {
        Set<String> tags = new LinkedHashSet<>(classTags);
        tags.addAll(categories(Annotations.present(holder, method, CATEGORY)));
        Optional<String> ignored = Annotations.present(holder, method, IGNORE).map(use -> use.text("value").orElse(""));
        return TestTreeBuilder.testMethod(new Methods.Found(holder, method), kind, method.name(), tags, ignored);
    }

    private static boolean isTest(Type owner, MethodFacts method) {
        return !method.annotations().isEmpty() && Annotations.present(owner, method, TEST).isPresent();
    }

    private static Optional<String> ignored(Type type) {
        return Annotations.present(type, IGNORE).map(use -> use.text("value").orElse(""));
    }

    /** The Vintage engine makes tags of categories and of all that they extend. */
    private static Set<String> categories(Optional<Use> category) {
        if (category.isEmpty()) return Set.of();
        Set<String> names = new LinkedHashSet<>();
        for (Type type : category.get().types("value")) {
            List<Type> all = new ArrayList<>(type.supertypes());
            all.forEach(each -> names.add(each.name));
            if (!type.facts.kind().isInterface()) names.add("java.lang.Object");
        }
        return names;
    }
}
