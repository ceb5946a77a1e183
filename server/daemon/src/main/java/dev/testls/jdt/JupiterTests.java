package dev.testls.jdt;

import dev.testls.jdt.Type.Use;
import dev.testls.model.TestClass;
import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestClass.Framework;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** JUnit Jupiter's rules (5 and 6) of what a test is. */
final class JupiterTests {
    private static final String API = "org.junit.jupiter.api.";
    private static final String TEST = API + "Test";
    private static final String TEST_FACTORY = API + "TestFactory";
    private static final String TEST_TEMPLATE = API + "TestTemplate";
    private static final String REPEATED_TEST = API + "RepeatedTest";
    private static final String PARAMETERIZED_TEST = "org.junit.jupiter.params.ParameterizedTest";
    private static final String NESTED = API + "Nested";
    private static final String CLASS_TEMPLATE = API + "ClassTemplate";
    private static final String DISABLED = API + "Disabled";
    private static final String TAG = API + "Tag";
    private static final String TAGS = API + "Tags";

    /** What no dynamic node can be made of; anything else a test factory may return. */
    private static final Set<String> NOT_DYNAMIC = Set.of("void", "boolean", "byte", "char", "short", "int", "long",
            "float", "double", "String", "Integer", "Long", "Boolean", "Double");

    private final Methods methods;
    private final DisplayNames displayNames;

    JupiterTests(Methods methods, DisplayNames displayNames) {
        this.methods = methods;
        this.displayNames = displayNames;
    }

    /** What the engine finds when it is given the class itself. */
    Optional<Findings> find(Type type) {
        if (type.isAbstract() || type.isPrivate() || type.isInner()) return Optional.empty();
        return find(type, type.name, List.of(), Set.of(), TestMethod.Kind.SINGLE);
    }

    /**
     * @param name as {@link TestClass#name()}
     * @param outer the test classes around it, outermost first
     * @param outerTags their tags
     * @param single what a single test is here: one, or in a class that runs many times a template
     */
    private Optional<Findings> find(Type type, String name, List<Type> outer, Set<String> outerTags, TestMethod.Kind single) {
        Set<String> tags = new LinkedHashSet<>(outerTags);
        TestMethod.Kind singleHere = Annotations.has(type, CLASS_TEMPLATE) ? TestMethod.Kind.TEMPLATE : single;
        tags.addAll(tags(Annotations.repeatable(type, TAG, TAGS)));

        Map<String, TestMethod> tests = new LinkedHashMap<>();
        for (Methods.Found method : methods.of(type)) {
            kind(method, singleHere).ifPresent(kind ->
                    tests.putIfAbsent(method.facts().signature(), test(method, kind, type, outer, tags)));
        }
        List<Type> around = new ArrayList<>(outer);
        around.add(type);
        List<TestClass> nested = new ArrayList<>();
        boolean ask = false;
        for (Type inner : innerClasses(type)) {
            if (!Annotations.has(inner, NESTED) || inner.isPrivate() || inner.isAbstract()) continue;
            if (around.contains(inner)) {
                // The engine refuses classes that are nested in themselves, and says so.
                ask = true;
                continue;
            }
            String innerName = name + "$" + inner.simpleName();
            find(inner, innerName, around, tags, singleHere).ifPresent(found ->
                    nested.add(TestTreeBuilder.testClass(inner, innerName, around.get(0), found)));
        }
        ask |= nested.stream().anyMatch(inner -> inner.certainty() == Certainty.ASK_ENGINE);
        if (tests.isEmpty() && nested.isEmpty()) return Optional.empty();
        String displayName = outer.isEmpty() ? displayNames.ofClass(type) : displayNames.ofNested(type, outer);
        return Optional.of(new Findings(Framework.JUPITER, ask ? Certainty.ASK_ENGINE : Certainty.SOURCE,
                displayName, tags, disabled(Annotations.find(type, DISABLED)), List.copyOf(tests.values()), nested));
    }

    private TestMethod test(Methods.Found method, TestMethod.Kind kind, Type type, List<Type> outer,
            Set<String> classTags) {
        Set<String> tags = new LinkedHashSet<>(classTags);
        tags.addAll(tags(Annotations.repeatable(method.owner(), method.facts(), TAG, TAGS)));
        return TestTreeBuilder.testMethod(method, kind, displayNames.ofMethod(method, type, outer), tags,
                disabled(Annotations.find(method.owner(), method.facts(), DISABLED)));
    }

    private static Optional<TestMethod.Kind> kind(Methods.Found found, TestMethod.Kind single) {
        Type owner = found.owner();
        MethodFacts method = found.facts();
        if (method.annotations().isEmpty() || method.isStatic() || method.isPrivate() || method.isAbstract()) {
            return Optional.empty();
        }
        if (Annotations.has(owner, method, TEST) && method.returnsVoid()) return Optional.of(single);
        if (Annotations.has(owner, method, TEST_FACTORY) && !NOT_DYNAMIC.contains(method.returnType())) {
            return Optional.of(TestMethod.Kind.FACTORY);
        }
        if (!Annotations.has(owner, method, TEST_TEMPLATE) || !method.returnsVoid()) return Optional.empty();
        if (Annotations.has(owner, method, PARAMETERIZED_TEST)) return Optional.of(TestMethod.Kind.PARAMETERIZED);
        return Optional.of(Annotations.has(owner, method, REPEATED_TEST) ? TestMethod.Kind.REPEATED
                : TestMethod.Kind.TEMPLATE);
    }

    /** Inner classes, its own first, then those of its superclasses. */
    private static List<Type> innerClasses(Type type) {
        List<Type> inner = new ArrayList<>();
        for (Type holder : type.chain()) {
            for (Type member : members(holder)) {
                if (member.isInner()) inner.add(member);
            }
        }
        return inner;
    }

    private static List<Type> members(Type holder) {
        if (holder.isSource()) return holder.declaredMembers();
        List<Type> members = new ArrayList<>();
        for (String name : holder.facts.memberNames()) {
            Type member = holder.declaredMember(name);
            if (member != null) members.add(member);
        }
        return members;
    }

    private static Optional<String> disabled(Optional<Use> use) {
        return use.map(disabled -> disabled.text("value").orElse(""));
    }

    /** The tags that the engine takes: trimmed, and without those that break the syntax of tag expressions. */
    private static Set<String> tags(List<Use> uses) {
        Set<String> tags = new HashSet<>();
        for (Use use : uses) {
            use.text("value").map(String::strip).filter(JupiterTests::isTag).ifPresent(tags::add);
        }
        return tags;
    }

    private static boolean isTag(String tag) {
        return !tag.isEmpty() && tag.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)
                || ",()&|!".indexOf(c) >= 0);
    }
}
