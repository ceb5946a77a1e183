package dev.testls.select;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a run should take.
 *
 * @param selectors as typed; none: what a plain build takes
 * @param names a filter on {@code a.FooTest#adds display name}; empty: all
 * @param tags a filter on tags; empty: all
 * @param only ids, as text, of the tests to take (a red class or method, its invocations aside); empty: all
 */
public record Wanted(
        List<TestSelector> selectors, Optional<Predicate<String>> names, Optional<Predicate<Set<String>>> tags,
        Optional<Set<String>> only) {
    public Wanted {
        selectors = List.copyOf(selectors);
        only = only.map(Set::copyOf);
    }

    /** What a plain build takes. */
    public static Wanted all() {
        return new Wanted(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether single tests must be told apart, so that a class of which source does not tell all has to be asked. */
    public boolean needsMethods() {
        return names.isPresent() || only.isPresent() || selectors.stream().anyMatch(Wanted::ofMethods);
    }

    private static boolean ofMethods(TestSelector selector) {
        return selector instanceof TestSelector.OfClass ofClass && !ofClass.methods().isEmpty()
                || selector instanceof TestSelector.OfFile ofFile && ofFile.line().isPresent()
                || selector instanceof TestSelector.OfId ofId && !ofId.method().isEmpty()
                || selector instanceof TestSelector.Not not && ofMethods(not.selector());
    }
}
