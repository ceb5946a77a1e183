package dev.testls.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every test class of the workspace, by module and binary name: top-level classes and static nested ones.
 *
 * <p>A value: changing it gives another. Classes that a plain build would not pick (by Surefire's includes) are here
 * too; which of them a run takes is the plan's matter.
 *
 * @param incomplete modules with sources that are broken so that tests of theirs may not be known
 */
public record TestTree(SortedMap<ModuleId, SortedMap<String, TestClass>> classes, Set<ModuleId> incomplete) {
    public TestTree {
        TreeMap<ModuleId, SortedMap<String, TestClass>> copy = new TreeMap<>();
        classes.forEach((module, inModule) -> copy.put(module, Collections.unmodifiableSortedMap(new TreeMap<>(inModule))));
        classes = Collections.unmodifiableSortedMap(copy);
        incomplete = Collections.unmodifiableSet(new TreeSet<>(incomplete));
    }

    public static TestTree empty() {
        return new TestTree(new TreeMap<>(), Set.of());
    }

    public static TestTree of(Collection<TestClass> classes) {
        return of(classes, Set.of());
    }

    public static TestTree of(Collection<TestClass> classes, Set<ModuleId> incomplete) {
        TreeMap<ModuleId, SortedMap<String, TestClass>> byModule = new TreeMap<>();
        for (TestClass testClass : classes) {
            byModule.computeIfAbsent(testClass.module(), m -> new TreeMap<>()).put(testClass.name(), testClass);
        }
        return new TestTree(byModule, incomplete);
    }

    public Stream<TestClass> all() {
        return classes.values().stream().flatMap(inModule -> inModule.values().stream());
    }

    public Collection<TestClass> of(ModuleId module) {
        SortedMap<String, TestClass> inModule = classes.get(module);
        return inModule == null ? List.of() : inModule.values();
    }

    public Optional<TestClass> find(ModuleId module, String className) {
        return Optional.ofNullable(classes.getOrDefault(module, new TreeMap<>()).get(className));
    }

    /**
     * The tests whose text stands at a line: methods, in each class that has or inherits them; where there is none, the
     * innermost class.
     *
     * @param line zero-based, as in {@link SourceRange}
     */
    public List<TestId> at(SourcePath file, int line) {
        List<TestId> methods = new ArrayList<>();
        List<TestClass> around = new ArrayList<>();
        all().forEach(testClass -> addAt(testClass, file, line, methods, around));
        if (!methods.isEmpty()) return methods;
        int innermost = around.stream().mapToInt(testClass -> testClass.range().startLine()).max().orElse(0);
        return around.stream().filter(testClass -> testClass.range().startLine() == innermost).map(TestClass::id).distinct().toList();
    }

    private static void addAt(TestClass testClass, SourcePath file, int line, List<TestId> methods, List<TestClass> around) {
        for (TestMethod method : testClass.methods()) {
            boolean here = method.declaredIn().filter(file::equals).isPresent()
                    && method.range().filter(range -> range.containsLine(line)).isPresent();
            if (here) methods.add(TestId.ofMethod(testClass.module(), testClass.name(), method.method()));
        }
        if (testClass.source().equals(file) && testClass.range().containsLine(line)) around.add(testClass);
        testClass.nested().forEach(nested -> addAt(nested, file, line, methods, around));
    }

    public int testCount() {
        return all().mapToInt(TestClass::testCount).sum();
    }
}
