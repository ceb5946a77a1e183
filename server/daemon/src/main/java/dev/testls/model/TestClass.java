package dev.testls.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A class that holds tests, own or inherited, with the test classes nested in it.
 *
 * @param name as in {@link TestId#className()}: of a class of its own the binary name, of one below it that of the class around it, {@code $},
 *     and the simple name. So one that several classes inherit has a name in each
 * @param binaryName of the class that is declared
 * @param certainty whether source told everything, or the engine has to be asked what is inside
 * @param nested classes that the engine reaches through this one ({@code @Nested}); a static nested test class is a
 *     class of its own, listed by the tree
 */
public record TestClass(
        ModuleId module, String name, String binaryName, SourcePath source, SourceRange range, Framework framework, Certainty certainty,
        String displayName, Set<String> tags, Optional<String> disabled, List<TestMethod> methods, List<TestClass> nested) {
    public TestClass {
        tags = Set.copyOf(tags);
        methods = List.copyOf(methods);
        nested = List.copyOf(nested);
    }

    /** One that stands in the class around it, or in none. */
    public TestClass(
            ModuleId module, String name, SourcePath source, SourceRange range, Framework framework, Certainty certainty,
            String displayName, Set<String> tags, Optional<String> disabled, List<TestMethod> methods, List<TestClass> nested) {
        this(module, name, name, source, range, framework, certainty, displayName, tags, disabled, methods, nested);
    }

    public TestId id() {
        return TestId.ofClass(module, name);
    }

    public String simpleName() {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    /** Every test method of this class and the nested ones, each {@code class#method}. */
    public List<String> tests() {
        return Stream.concat(methods.stream().map(method -> name + "#" + method.method()), nested.stream().flatMap(it -> it.tests().stream())).toList();
    }

    /** Test methods in this class and the nested ones; invocations that only a run can tell count as one. */
    public int testCount() {
        return methods.size() + nested.stream().mapToInt(TestClass::testCount).sum();
    }

    /** A closed set. {@code OTHER} is an engine that only the JUnit Platform can ask. */
    public enum Framework { JUPITER, JUNIT4, TESTNG, OTHER }

    /** Whether source told all, or an engine must be asked. */
    public enum Certainty { SOURCE, ASK_ENGINE }
}
