package dev.testls.worker.launcher;

import dev.testls.worker.wire.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Takes the chosen tests. What is of no method (an engine's own containers, a class that cannot be initialized) is
 * taken too: it holds chosen tests, or something that people must hear of.
 */
final class ChoiceFilter implements PostDiscoveryFilter {
    private final Set<String> wholeClasses = new HashSet<>();
    private final Set<String> tests = new HashSet<>();

    ChoiceFilter(List<Batch.Choice> choices) {
        for (Batch.Choice choice : choices) {
            if (choice.tests.isEmpty()) wholeClasses.add(choice.className);
            for (String test : choice.tests) {
                if (test.endsWith("#")) wholeClasses.add(test.substring(0, test.length() - 1));
                else tests.add(test);
            }
        }
    }

    boolean takesAll() {
        return tests.isEmpty() && wholeClasses.isEmpty();
    }

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        MethodSource method = source(descriptor, MethodSource.class);
        if (method == null) return FilterResult.included("of no method");
        Deque<TestDescriptor> around = new ArrayDeque<>();
        for (TestDescriptor above = descriptor; above != null; above = above.getParent().orElse(null)) around.push(above);
        String className = null;
        for (TestDescriptor each : around) {
            ClassSource source = source(each, ClassSource.class);
            if (source == null) continue;
            className = Nodes.className(source, each.getUniqueId(), className);
            if (wholeClasses.contains(className)) return FilterResult.included("its class is chosen");
        }
        if (className == null) className = method.getClassName();
        boolean chosen = tests.contains(className + "#" + Nodes.signature(method));
        return FilterResult.includedIf(chosen, () -> "chosen", () -> "not chosen");
    }

    private static <S extends TestSource> S source(TestDescriptor descriptor, Class<S> type) {
        Optional<TestSource> source = descriptor.getSource();
        return source.isPresent() && type.isInstance(source.get()) ? type.cast(source.get()) : null;
    }
}
