package dev.testls.jdt;

import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestClass.Framework;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Classes that engines unknown to us may hold for tests: jqwik, ArchUnit, suites, Cucumber, ....
 *
 * <p>They are known by {@code @Testable}, which the JUnit Platform asks every engine to put on its annotations for
 * tools such as this one. What is in them only the engine can say.
 */
final class OtherEngines {
    /** Packages of what tests extend, each with the engine that runs them. */
    static final Map<String, String> OWN_STYLES = Map.of("io.kotest.core.spec.", "io.kotest.runner.junit.platform.KotestJunitPlatformTestEngine",
            "org.scalatest.", "org.scalatestplus.junit5.ScalaTestEngine", "org.spekframework.spek2.", "org.spekframework.spek2.junit.SpekTestEngine");
    private static final Set<String> STYLES = OWN_STYLES.keySet();
    private static final String TESTABLE = "org.junit.platform.commons.annotation.Testable";

    Optional<Findings> find(Type type) {
        if (type.isAbstract() || type.isInner()) return Optional.empty();
        List<TestMethod> tests = new ArrayList<>();
        boolean testable = isTestable(type);
        for (Type holder : type.supertypes()) {
            for (MethodFacts method : holder.facts.methods()) {
                if (method.annotations().isEmpty() || !isTestable(holder, method)) continue;
                Methods.Found found = new Methods.Found(holder, method);
                tests.add(TestTreeBuilder.testMethod(found, TestMethod.Kind.TEMPLATE, method.name(), Set.of(),
                        Optional.empty()));
            }
            testable |= hasTestableField(holder);
        }
        return testable || !tests.isEmpty() ? Optional.of(unknown(type, tests)) : Optional.empty();
    }

    /** Whether a class that was not written in Java extends one of a library, so that it may hold tests in the style of that library's engine. */
    static boolean couldBeOfOwnStyle(Type type) {
        if (type.isInner() || type.isPrivate() || type.scope == null || !type.scope.facts.compiled() || !type.facts.kind().equals(ClassFacts.Kind.CLASS)) return false;
        return type.supertypes().stream().anyMatch(it -> !it.isSource() && STYLES.stream().anyMatch(it.name::startsWith));
    }

    /** A class of which too little is known to say that it holds no tests. */
    static Findings unknown(Type type, List<TestMethod> tests) {
        return new Findings(Framework.OTHER, Certainty.ASK_ENGINE, type.simpleName(), Set.of(), Optional.empty(), tests,
                List.of());
    }

    private static boolean isTestable(Type type) {
        return Annotations.find(type, TESTABLE).filter(OtherEngines::isForeign).isPresent();
    }

    private static boolean isTestable(Type owner, MethodFacts method) {
        return owner.annotations(method).stream().anyMatch(use -> !isJupiter(use.type().name)
                && (use.isA(TESTABLE) || Annotations.find(use.type(), TESTABLE).filter(OtherEngines::isForeign)
                        .isPresent()));
    }

    private static boolean hasTestableField(Type type) {
        for (String written : type.facts.fieldAnnotations()) {
            Type annotation = type.resolve(written);
            if (annotation != null && Annotations.has(annotation, TESTABLE)) return true;
        }
        return false;
    }

    /** Jupiter's own annotations are testable as well; those are told by its own rules. */
    private static boolean isForeign(Type.Use testable) {
        return !isJupiter(testable.site().name);
    }

    private static boolean isJupiter(String annotation) {
        return annotation.startsWith("org.junit.jupiter.");
    }
}
