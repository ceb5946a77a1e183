package dev.testls.select;

import dev.testls.graph.ClassFacts;
import dev.testls.graph.Graph;
import dev.testls.model.ModuleId;
import dev.testls.model.TestClass;
import dev.testls.select.ClassEvidence.OfTest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which tests the present concerns: those of whose evidence a part does not hold, and those without evidence.
 *
 * <p><b>Law:</b> a test that is left out would do now what it did when its evidence was taken. Looks at an index and
 * changes nothing; good for as long as the index is not changed.
 */
public final class AffectedSelector {
    /** A class that has one of these runs as a whole: its tests may build on each other. */
    private static final Set<String> TIES = Set.of("org.junit.jupiter.api.TestMethodOrder", "org.junit.jupiter.api.Order",
            "org.junit.jupiter.api.TestInstance", "org.junit.jupiter.api.ClassTemplate", "org.junit.FixMethodOrder", "org.junit.runner.RunWith",
            "org.junit.runners.Suite$SuiteClasses", "org.junit.platform.suite.api.Suite");

    /** So many looks at a fact in order cost what one search for a fact costs. */
    private static final int FEW = 8;

    private final EvidenceIndex index;
    private final Set<String> red;
    private final Optional<Touched> touched;
    private final BitSet touchedFacts;
    private final int[] brokenFacts;
    private final boolean takesProvisional;
    private Optional<Map<String, Integer>> steps = Optional.empty();
    private final Map<String, Boolean> tied = new HashMap<>();

    private AffectedSelector(EvidenceIndex index, Set<String> red, Optional<Touched> touched, boolean takesProvisional) {
        this.index = index;
        this.red = red;
        this.touched = touched;
        this.touchedFacts = touched.map(it -> it.facts(index)).orElseGet(BitSet::new);
        this.brokenFacts = index.brokenFacts();
        this.takesProvisional = takesProvisional;
    }

    /** @param red ids, as text without invocations, of the tests and classes that were red when they last ran */
    public static AffectedSelector of(EvidenceIndex index, Set<String> red, Optional<Touched> touched) {
        return new AffectedSelector(index, Set.copyOf(red), touched, false);
    }

    /** The same, and also those of which only a reused JVM has said what comes of them. */
    public AffectedSelector andProvisional() {
        return new AffectedSelector(index, red, touched, true);
    }

    /**
     * What has to run of a class; empty when nothing has.
     *
     * @param wanted of its tests those that are asked about, each {@code class#method}; empty: all
     */
    public Optional<Affected> select(EvidenceKey key, TestClass testClass, List<String> wanted) {
        Collection<String> names = wanted.isEmpty() ? testClass.tests() : wanted;
        Optional<ClassEvidence> evidence = index.find(key);
        if (evidence.isEmpty()) {
            Map<String, Why> all = new HashMap<>();
            names.forEach(name -> all.put(name, new Why.New()));
            return Optional.of(Affected.all(all, new Why.New()));
        }
        Map<String, Why> hits = new LinkedHashMap<>();
        Collection<String> looked = names.isEmpty() ? evidence.get().tests().keySet() : names;
        boolean classRed = !red.isEmpty() && red.contains(testClass.id().toString());
        Shared shared = new Shared();
        OfTest ofClass = evidence.get().tests().get(ClassEvidence.whole(testClass.name()));
        for (String name : looked) {
            OfTest it = evidence.get().tests().getOrDefault(name, ofClass);
            Optional<Why> why = it == null ? Optional.of(new Why.New()) : why(key, it, shared, classRed || isRed(key.module(), name));
            why.ifPresent(reason -> hits.put(name, reason));
        }
        if (hits.isEmpty()) return Optional.empty();
        Why first = hits.values().iterator().next();
        boolean all = hits.size() == looked.size();
        if (!all && isTied(key.module(), testClass)) {
            looked.forEach(name -> hits.putIfAbsent(name, first));
            all = true;
        }
        return Optional.of(new Affected(all, new TreeMap<>(hits), first));
    }

    private boolean isRed(ModuleId module, String name) {
        if (red.isEmpty()) return false;
        return red.contains(module + "/" + name) || red.contains(module + "/" + name.substring(0, name.indexOf('#')));
    }

    /** Tests of one go share the facts of their class; each such array is looked through once. */
    private static final class Shared {
        private int[] facts = {};
        private Optional<Why> why = Optional.empty();
    }

    private Optional<Why> why(EvidenceKey key, OfTest it, Shared shared, boolean isRed) {
        if (brokenFacts.length > 0 || !touchedFacts.isEmpty()) {
            if (it.shared() != shared.facts) {
                shared.facts = it.shared();
                shared.why = why(key, it.shared());
            }
            Optional<Why> own = why(key, it.own());
            if (own.isPresent()) return own;
            if (shared.why.isPresent()) return shared.why;
        }
        if (isRed && index.isBroken(it.world())) return Optional.of(new Why.FailedLastTime());
        return takesProvisional && it.proof() == Proof.NONE ? Optional.of(new Why.Provisional()) : Optional.empty();
    }

    /** The reason that says most, of the facts that do not hold. */
    private Optional<Why> why(EvidenceKey key, int[] facts) {
        int best = -1;
        if (brokenFacts.length * FEW < facts.length) {
            for (int fact : brokenFacts) {
                if (Arrays.binarySearch(facts, fact) >= 0) best = better(best, fact);
            }
        } else {
            for (int fact : facts) {
                if (index.isBroken(fact)) best = better(best, fact);
            }
        }
        if (best >= 0) return Optional.of(why(key, index.dependency(best)));
        if (touchedFacts.isEmpty()) return Optional.empty();
        for (int fact : facts) {
            if (!touchedFacts.get(fact)) continue;
            Dependency it = index.dependency(fact);
            boolean unknowable = touched.orElseThrow().unknowable().contains(it.view());
            return Optional.of(unknowable ? new Why.Unknown("source files were deleted since " + touched.get().revision())
                    : new Why.ChangedSince(touched.get().revision(), it.kind() == Dependency.Kind.EVERYTHING ? "all code" : it.name()));
        }
        return Optional.empty();
    }

    private int better(int best, int fact) {
        return best < 0 || index.dependency(fact).kind().compareTo(index.dependency(best).kind()) < 0 ? fact : best;
    }

    private Why why(EvidenceKey key, Dependency it) {
        return switch (it.kind()) {
            case BODY -> new Why.Executed(it.name(), it.member().substring(0, it.member().indexOf('(')));
            case USE, INSTANCE, FULL -> new Why.Uses(it.name(), it.name().equals(key.className()) ? 0 : Math.max(1, steps(key.className())));
            case RESOURCE, SCANNED, BUNDLE, FILE -> new Why.Opened(it.name());
            case VARIABLE -> new Why.Asked(it.name().isEmpty() ? "any variable of the environment" : "environment variable " + it.name());
            case PROPERTY -> new Why.Asked(it.name().isEmpty() ? "any system property" : "system property " + it.name());
            case FOUNDATION -> new Why.BuildChanged("the class path, the JVM or the settings of its tests");
            case EVERYTHING -> new Why.Unknown("it ran in a fresh JVM, where nothing is observed");
            case CODE -> new Why.Unknown("the code changed while it ran");
        };
    }

    private int steps(String className) {
        if (steps.isEmpty()) steps = Optional.of(index.present().graph().usersOf(index.brokenClasses()));
        return steps.get().getOrDefault(className, 1);
    }

    /** Whether the tests of the class can build on each other, or only its engine knows them. */
    private boolean isTied(ModuleId view, TestClass testClass) {
        if (testClass.certainty() == TestClass.Certainty.ASK_ENGINE || testClass.framework() == TestClass.Framework.TESTNG) return true;
        return tied.computeIfAbsent(view + "/" + testClass.name(), it -> isTied(index.present().graph(), view, testClass));
    }

    private static boolean isTied(Graph graph, ModuleId view, TestClass testClass) {
        Set<String> annotations = new HashSet<>();
        graph.hierarchy(view, testClass.binaryName()).values().stream().flatMap(Optional::stream).map(ClassFacts::annotations).forEach(annotations::addAll);
        Set<String> meta = new HashSet<>();
        for (String name : annotations) graph.find(view, name).ifPresent(it -> meta.addAll(it.ownAnnotations()));
        annotations.addAll(meta);
        return annotations.stream().anyMatch(TIES::contains) || testClass.nested().stream().anyMatch(nested -> isTied(graph, view, nested));
    }
}
