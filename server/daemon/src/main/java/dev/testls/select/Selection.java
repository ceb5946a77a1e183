package dev.testls.select;

import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which tests of which classes a run takes. */
public final class Selection {
    private final Predicate<String> inBuild;
    private final Wanted wanted;
    private final List<TestSelector> modules;
    private final List<TestSelector> positive;
    private final List<TestSelector> negative;
    /** Whether nobody asks for single tests, so that none has to be looked at. */
    private final boolean takesAll;

    private Selection(Predicate<String> inBuild, Wanted wanted) {
        this.inBuild = inBuild;
        this.wanted = wanted;
        this.modules = wanted.selectors().stream().filter(TestSelector.OfModule.class::isInstance).toList();
        this.negative = wanted.selectors().stream().filter(TestSelector.Not.class::isInstance).toList();
        this.positive = wanted.selectors().stream().filter(s -> !modules.contains(s) && !negative.contains(s)).toList();
        this.takesAll = positive.isEmpty() && negative.isEmpty() && wanted.names().isEmpty() && wanted.tags().isEmpty() && wanted.only().isEmpty();
    }

    /**
     * The wanted tests, in the order of {@code classes}.
     *
     * @param inBuild whether a plain build would pick a class by its name; asked only where nobody named one
     */
    public static List<Selected> of(Collection<TestClass> classes, Predicate<String> inBuild, Wanted wanted) {
        Selection selection = new Selection(inBuild, wanted);
        return classes.stream().map(selection::select).flatMap(Optional::stream).toList();
    }

    /** Whether any test of a class may be taken, also where nobody knows yet what is inside. */
    public static boolean mayTake(List<TestSelector> selectors, TestClass testClass) {
        Selection selection = new Selection(name -> true, new Wanted(selectors, Optional.empty(), Optional.empty(), Optional.empty()));
        return selection.isTouched(testClass) && selection.negative.stream().allMatch(it -> it.touches(testClass));
    }

    /** Selectors that name none of the classes, or none of the modules: most likely misspelt. */
    public static List<TestSelector> unmatched(List<TestClass> classes, Wanted wanted) {
        return wanted.selectors().stream()
                .filter(selector -> !(selector instanceof TestSelector.Not))
                .filter(selector -> selector instanceof TestSelector.OfModule module ? module.modules().isEmpty()
                        : classes.stream().noneMatch(testClass -> isNamed(selector, List.of(testClass))))
                .toList();
    }

    private static boolean isNamed(TestSelector selector, List<TestClass> chain) {
        TestClass inner = chain.get(chain.size() - 1);
        return chain.stream().anyMatch(selector::namesAll)
                || inner.methods().isEmpty() && selector.touches(inner)
                || inner.methods().stream().anyMatch(method -> chain.stream().anyMatch(c -> selector.names(c, method)))
                || inner.nested().stream().anyMatch(nested -> isNamed(selector, append(chain, nested)));
    }

    private Optional<Selected> select(TestClass testClass) {
        if (!isTouched(testClass)) return Optional.empty();
        if (positive.isEmpty() && !inBuild.test(testClass.name())) return Optional.empty();

        if (takesAll && testClass.testCount() > 0) return Optional.of(new Selected(testClass, List.of(), testClass.testCount(), why(testClass)));
        List<String> chosen = new ArrayList<>();
        boolean all = choose(List.of(testClass), chosen);
        boolean unknown = testClass.certainty() == TestClass.Certainty.ASK_ENGINE && testClass.testCount() == 0;
        if (unknown && !mayHold(testClass)) return Optional.empty();
        if (!unknown && chosen.isEmpty()) return Optional.empty();
        return Optional.of(new Selected(testClass, all || unknown ? List.of() : chosen, unknown ? 1 : chosen.size(), why(testClass)));
    }

    private boolean isTouched(TestClass testClass) {
        return (modules.isEmpty() || modules.stream().anyMatch(module -> module.touches(testClass)))
                && (positive.isEmpty() || positive.stream().anyMatch(selector -> selector.touches(testClass)));
    }

    /** Adds what is chosen; whether that was everything. */
    private boolean choose(List<TestClass> chain, List<String> chosen) {
        TestClass inner = chain.get(chain.size() - 1);
        boolean all = true;
        for (TestMethod method : inner.methods()) {
            if (isChosen(chain, method)) {
                chosen.add(inner.name() + "#" + method.method());
            } else {
                all = false;
            }
        }
        for (TestClass nested : inner.nested()) all &= choose(append(chain, nested), chosen);
        return all;
    }

    private boolean isChosen(List<TestClass> chain, TestMethod method) {
        TestClass inner = chain.get(chain.size() - 1);
        boolean named = positive.isEmpty() || positive.stream().anyMatch(selector ->
                chain.stream().anyMatch(c -> selector.namesAll(c) || selector.names(c, method)));
        boolean excluded = negative.stream().anyMatch(selector -> chain.stream().anyMatch(c -> !selector.names(c, method)));
        return named && !excluded
                && wanted.names().map(names -> names.test(inner.name() + "#" + method.method() + " " + method.displayName())).orElse(true)
                && wanted.tags().map(tags -> inner.certainty() != TestClass.Certainty.SOURCE || tags.test(method.tags())).orElse(true)
                && wanted.only().map(only -> only.contains(TestId.ofMethod(inner.module(), inner.name(), method.method()).toString())
                        || chain.stream().anyMatch(c -> only.contains(c.id().toString()))).orElse(true);
    }

    /** For a class whose tests only its engine knows: whether the filters leave it a chance. */
    private boolean mayHold(TestClass testClass) {
        return negative.stream().allMatch(selector -> selector.touches(testClass))
                && wanted.names().map(names -> names.test(testClass.name() + " " + testClass.displayName())).orElse(true)
                && wanted.only().map(only -> only.stream().anyMatch(id -> id.startsWith(testClass.id().toString()))).orElse(true);
    }

    private Why why(TestClass testClass) {
        if (wanted.only().isPresent()) return new Why.FailedLastTime();
        return positive.stream().filter(selector -> selector.touches(testClass)).findFirst()
                .<Why>map(selector -> new Why.Named(selector.text())).orElseGet(Why.InBuild::new);
    }

    private static List<TestClass> append(List<TestClass> chain, TestClass nested) {
        List<TestClass> longer = new ArrayList<>(chain);
        longer.add(nested);
        return longer;
    }

    /**
     * A class that will run.
     *
     * @param tests each {@code class#method}; empty: all
     * @param count how many tests that is, as far as source tells
     */
    public record Selected(TestClass testClass, List<String> tests, int count, Why why) {
        public Selected {
            tests = List.copyOf(tests);
        }
    }
}
