package dev.testls.jdt;

import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.TestClass;
import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes test classes of types, by the rules of those engines that run in a module. Not for two threads at once. */
final class TestTreeBuilder {
    private final Engines engines;
    private final JupiterTests jupiter;
    private final JUnit4Tests junit4;
    private final TestNgTests testNg = new TestNgTests();
    private final SpockTests spock = new SpockTests();
    private final OtherEngines others = new OtherEngines();

    TestTreeBuilder(Engines engines) {
        this.engines = engines;
        Methods methods = new Methods();
        this.jupiter = new JupiterTests(methods, new DisplayNames(engines.displayNameGenerator()));
        this.junit4 = new JUnit4Tests(methods);
    }

    /** The test classes of one file: the top-level ones, and those nested in any type that are classes of their own. */
    List<TestClass> testClasses(FileScope file) {
        List<TestClass> found = new ArrayList<>();
        for (Type type : file.types()) add(type, found);
        return found;
    }

    private void add(Type type, List<TestClass> found) {
        find(type).ifPresent(findings -> found.add(testClass(type, type.name, type, findings)));
        for (Type member : type.declaredMembers()) add(member, found);
    }

    private Optional<Findings> find(Type type) {
        if (type.isAbstract()) return engines.junit47() ? JUnit4Tests.enclosing(type) : Optional.empty();
        Optional<Findings> found = Optional.empty();
        if (engines.jupiter()) found = jupiter.find(type);
        if (engines.junit4()) found = both(found, junit4.find(type));
        if (engines.testNg()) found = both(found, testNg.find(type));
        if (engines.jupiter()) found = both(found, spock.find(type).or(() -> others.find(type)));
        if (found.isEmpty() && engines.ownStyles() && OtherEngines.couldBeOfOwnStyle(type)) found = Optional.of(OtherEngines.unknown(type, List.of()));
        boolean couldBeTest = !type.isInner() && !type.isPrivate() && type.facts.kind() == ClassFacts.Kind.CLASS;
        if (!couldBeTest || type.missingSupertypes().isEmpty()) return found;
        return both(found, Optional.of(OtherEngines.unknown(type, List.of())));
    }

    /** Engines that find tests in the same class each run theirs; the first one gives the class its looks. */
    private static Optional<Findings> both(Optional<Findings> first, Optional<Findings> second) {
        if (first.isEmpty() || second.isEmpty()) return first.or(() -> second);
        Findings a = first.get();
        Findings b = second.get();
        Map<String, TestMethod> methods = new LinkedHashMap<>();
        a.methods().forEach(method -> methods.put(method.method(), method));
        b.methods().forEach(method -> methods.putIfAbsent(method.method(), method));
        boolean ask = a.certainty() == Certainty.ASK_ENGINE || b.certainty() == Certainty.ASK_ENGINE;
        Certainty certainty = ask ? Certainty.ASK_ENGINE : Certainty.SOURCE;
        return Optional.of(new Findings(a.framework(), certainty, a.displayName(), a.tags(), a.disabled(),
                List.copyOf(methods.values()), a.nested()));
    }

    /**
     * @param name as {@link TestClass#name()}
     * @param root the class of its own that it is, or is reached through; its place stands in for one in a jar
     */
    static TestClass testClass(Type type, String name, Type root, Findings found) {
        FileScope rootFile = root.file();
        FileScope file = type.scope == null ? rootFile : type.scope;
        SourceRange range = type.scope == null ? root.facts.range() : type.facts.range();
        return new TestClass(rootFile.source.module(), name, type.name, file.source.path(), range, found.framework(),
                found.certainty(), found.displayName(), found.tags(), found.disabled(),
                found.methods(), found.nested());
    }

    static TestMethod testMethod(
            Methods.Found method, TestMethod.Kind kind, String displayName, Set<String> tags,
            Optional<String> disabled) {
        Optional<SourcePath> file = Optional.ofNullable(method.owner().scope).map(scope -> scope.source.path());
        Optional<SourceRange> range = file.map(path -> method.facts().range());
        return new TestMethod(method.facts().signature(), kind, displayName, tags, disabled, file, range);
    }

    /**
     * Which engines run tests in a module.
     *
     * @param junit47 whether Surefire's provider of that name runs those of JUnit 4, which takes some abstract classes
     * @param ownStyles whether there are engines that know their tests by supertypes rather than annotations
     * @param displayNameGenerator Jupiter's default one as configured, a class name; empty for the standard
     */
    record Engines(boolean jupiter, boolean junit4, boolean junit47, boolean testNg, boolean ownStyles, String displayNameGenerator) {}
}
