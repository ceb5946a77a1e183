package dev.testls.jdt;

import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestClass.Framework;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Spock's specifications, as their class files tell them: each feature is a method that bears its name and line. */
final class SpockTests {
    private static final String SPECIFICATION = "spock.lang.Specification";
    private static final String FEATURE = "org.spockframework.runtime.model.FeatureMetadata";
    private static final String TAG = "spock.lang.Tag";

    /** @param line one-based */
    record Feature(String name, int line, boolean data) {}

    Optional<Findings> find(Type type) {
        if (type.isAbstract() || !type.isA(SPECIFICATION)) return Optional.empty();
        Set<String> ofClass = new HashSet<>();
        for (Type it : type.chain()) ofClass.addAll(tags(it.annotations()));
        List<TestMethod> methods = new ArrayList<>();
        // As Spock orders them: those of the topmost class first.
        List<Type> chain = type.chain();
        for (int i = chain.size() - 1; i >= 0; i--) {
            Type owner = chain.get(i);
            for (MethodFacts method : owner.facts.methods()) {
                feature(method).ifPresent(feature -> {
                    Set<String> tags = new HashSet<>(ofClass);
                    tags.addAll(tags(owner.annotations(method)));
                    methods.add(TestTreeBuilder.testMethod(new Methods.Found(owner, called(method, feature.name())), feature.data() ? TestMethod.Kind.PARAMETERIZED : TestMethod.Kind.SINGLE,
                            feature.name(), tags, Optional.empty()));
                });
            }
        }
        if (methods.isEmpty()) return Optional.empty();
        return Optional.of(new Findings(Framework.OTHER, Certainty.SOURCE, type.simpleName(), ofClass, Optional.empty(), methods, List.of()));
    }

    /** The feature that a method is; empty for any other one. */
    static Optional<Feature> feature(MethodFacts method) {
        return method.annotations().stream().filter(it -> it.type().equals(FEATURE)).findFirst().map(it -> {
            String name = it.value("name") instanceof Value.Text text ? text.text() : method.name();
            String line = it.value("line") instanceof Value.Text text ? text.text() : "";
            boolean data = it.value("parameterNames") instanceof Value.Many many && !many.values().isEmpty();
            return new Feature(name, line.matches("\\d{1,6}") ? Integer.parseInt(line) : 0, data);
        });
    }

    /** The engine tells a feature as a method of its name, with the parameters of the real one. */
    private static MethodFacts called(MethodFacts method, String name) {
        return new MethodFacts(name, method.modifiers(), method.returnType(), method.parameterTypes(), method.generic(), method.annotations(), method.range());
    }

    private static List<String> tags(List<Type.Use> annotations) {
        return annotations.stream().filter(it -> it.isA(TAG)).flatMap(it -> it.texts("value").stream()).toList();
    }
}
