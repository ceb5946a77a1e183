package dev.testls.select;

import dev.testls.base.ContentHash;
import dev.testls.graph.ClassFacts;
import dev.testls.graph.Graph;
import dev.testls.graph.Mention;
import dev.testls.graph.MethodFacts;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.Observation.Lookup;
import dev.testls.select.ClassEvidence.OfTest;
import dev.testls.select.Dependency.Kind;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The world that a run began in. What tests of the run are seen to do becomes evidence about that world, however much
 * changed since.
 *
 * <p><b>Law:</b> a test that was not seen, or whose code was not the one of this moment, gets no evidence that could hold
 * after a change of anything. Belongs to the thread of its index.
 */
public final class Moment {
    private final EvidenceIndex index;
    private final Present present;
    private final Map<Dependency, ContentHash> files;
    private final long epochMillis;
    private final Map<Dependency, Integer> facts = new HashMap<>();
    /** By module, class and method, what executing the method is evidence of. */
    private final Map<ModuleId, Map<String, Map<String, Optional<int[]>>>> executed = new HashMap<>();

    Moment(EvidenceIndex index, Present present, Map<Dependency, ContentHash> files, long epochMillis) {
        this.index = index;
        this.present = present;
        this.files = files;
        this.epochMillis = epochMillis;
    }

    public Graph graph() {
        return present.graph();
    }

    /**
     * Evidence of a class that ran to its end, seen all the time.
     *
     * @param ran the tests that were to run, each {@code class#method}: what was not seen of them was skipped
     * @param whole whether that was all there is, so that what was known of other tests is of tests that are no more
     * @param proof what the JVM was that the outcomes which were told came out of; what was known of them before, and holds, is kept
     */
    public void record(EvidenceKey key, Collection<String> ran, boolean whole, List<Observation> observations, Proof proof) {
        if (observations.isEmpty()) {
            recordUnseen(key, ran, whole, proof);
            return;
        }
        ModuleId view = key.module();
        BitSet shared = foundation(key);
        addOwnClasses(view, key.className(), shared);
        Map<String, BitSet> own = new TreeMap<>();
        ran.forEach(test -> own.put(test, new BitSet()));
        for (Observation it : observations) {
            String test = it.test().className() + "#" + it.test().method();
            // Engines may name tests as nobody asks for them: whose they are is not known then.
            boolean ofTest = !it.ofClass() && (ran.isEmpty() || own.containsKey(test));
            BitSet mine = ofTest ? own.computeIfAbsent(test, name -> new BitSet()) : shared;
            add(view, it, it.exact() ? mine : shared);
        }
        // Only its engine knows its tests, and they could not be told apart.
        if (own.isEmpty()) own.put(ClassEvidence.whole(key.className()), new BitSet());
        int[] sharedFacts = shared.stream().toArray();
        Map<String, OfTest> tests = new HashMap<>();
        int world = fact(Dependency.of(Kind.CODE, view, ""));
        own.forEach((test, bits) -> tests.put(test, new OfTest(bits.stream().toArray(), sharedFacts, world, better(key, test, proof))));
        put(key, whole, tests);
    }

    /** Evidence of a class that nobody watched: it holds as long as nothing changes that its module sees, or who asks. */
    public void recordUnseen(EvidenceKey key, Collection<String> ran, boolean whole, Proof proof) {
        // What was seen of it before still tells what it depends on.
        if (index.holds(key, ran, present)) {
            if (proof == Proof.ALONE) index.prove(key, ran);
            return;
        }
        ModuleId view = key.module();
        BitSet shared = foundation(key);
        for (String name : present.graph().usedBy(view, key.className())) {
            if (present.graph().find(view, name).isPresent()) shared.set(fact(Dependency.of(Kind.FULL, view, name)));
        }
        shared.set(fact(Dependency.of(Kind.EVERYTHING, view, "")));
        shared.set(fact(Dependency.of(Kind.VARIABLE, view, "")));
        int[] sharedFacts = shared.stream().toArray();
        int world = fact(Dependency.of(Kind.CODE, view, ""));
        Map<String, OfTest> tests = new HashMap<>();
        Collection<String> names = ran.isEmpty() ? Set.of(ClassEvidence.whole(key.className())) : ran;
        names.forEach(test -> tests.put(test, new OfTest(new int[0], sharedFacts, world, proof)));
        put(key, whole, tests);
    }

    /** Evidence that holds says that the test does what it did; so what was known of its outcome is true of it still. */
    private Proof better(EvidenceKey key, String test, Proof proof) {
        Proof before = index.proof(key, test, present);
        return before == Proof.ALONE ? before : proof;
    }

    private void put(EvidenceKey key, boolean whole, Map<String, OfTest> tests) {
        ClassEvidence before = whole ? new ClassEvidence(Map.of()) : index.find(key).orElseGet(() -> new ClassEvidence(Map.of()));
        index.put(key, before.with(tests));
    }

    private BitSet foundation(EvidenceKey key) {
        BitSet facts = new BitSet();
        facts.set(fact(Dependency.of(Kind.FOUNDATION, key.module(), key.execution())));
        return facts;
    }

    /** The test class, what encloses it and what is nested in it; its supertypes are part of each. */
    private void addOwnClasses(ModuleId view, String className, BitSet facts) {
        Set<String> names = new LinkedHashSet<>();
        for (int dollar = className.indexOf('$', 1); dollar > 0; dollar = className.indexOf('$', dollar + 1)) names.add(className.substring(0, dollar));
        names.add(className);
        for (String name : List.copyOf(names)) present.graph().find(view, name).ifPresent(it -> addNested(view, it, className + "$", names));
        names.forEach(name -> facts.set(fact(Dependency.of(Kind.FULL, view, name))));
    }

    private void addNested(ModuleId view, ClassFacts facts, String prefix, Set<String> names) {
        for (String name : facts.references()) {
            if (name.startsWith(prefix) && names.add(name)) present.graph().find(view, name).ifPresent(it -> addNested(view, it, prefix, names));
        }
    }

    /** In the order of names: of several reasons to run a test the one that became a fact first is told. */
    private void add(ModuleId view, Observation it, BitSet facts) {
        for (Map.Entry<String, ContentHash> code : it.code().entrySet()) {
            Optional<ClassFacts> known = present.graph().find(view, code.getKey());
            if (known.isEmpty() || !known.get().content().equals(code.getValue())) addDoubt(view, facts);
        }
        new TreeMap<>(it.executed()).forEach((className, methods) -> {
            Map<String, Optional<int[]>> ofClass = executed.computeIfAbsent(view, v -> new HashMap<>()).computeIfAbsent(className, c -> new HashMap<>());
            for (String method : new TreeSet<>(methods)) {
                Optional<int[]> told = ofClass.computeIfAbsent(method, m -> executing(view, className, m));
                if (told.isEmpty()) addDoubt(view, facts);
                else for (int fact : told.get()) facts.set(fact);
            }
        });
        it.reflected().stream().sorted().forEach(name -> facts.set(fact(Dependency.of(Kind.FULL, view, name))));
        it.lookups().stream().sorted().filter(this::counts).forEach(lookup -> facts.set(fact(dependency(view, lookup))));
    }

    /** What tests make for themselves, and what is ours, tells nothing of them. */
    private boolean counts(Lookup lookup) {
        if (lookup.kind() != Lookup.Kind.FILE) return true;
        Path file = Path.of(lookup.name());
        if (present.outputs().values().stream().anyMatch(file::startsWith)) return true;
        if (present.around().isOurs(file)) return false;
        return !present.around().isTemporary(file) || present.files().exists(file) && !present.files().changedAfter(file, epochMillis);
    }

    private static Dependency dependency(ModuleId view, Lookup lookup) {
        Kind kind = switch (lookup.kind()) {
            case RESOURCE -> Kind.RESOURCE;
            case SCANNED -> Kind.SCANNED;
            case FILE -> Kind.FILE;
            case BUNDLE -> Kind.BUNDLE;
            case CLASS -> Kind.FULL;
            case VARIABLE -> Kind.VARIABLE;
            case PROPERTY -> Kind.PROPERTY;
        };
        return Dependency.of(kind, view, lookup.name());
    }

    private void addDoubt(ModuleId view, BitSet facts) {
        facts.set(index.fact(Dependency.of(Kind.CODE, view, ""), Dependency.DOUBTFUL));
    }

    /** What executing a method is evidence of; empty when the method is not there. */
    private Optional<int[]> executing(ModuleId view, String className, String method) {
        Optional<ClassFacts> facts = present.graph().find(view, className);
        Optional<MethodFacts> found = facts.map(it -> it.methods().get(method));
        if (found.isEmpty()) return Optional.empty();
        BitSet told = new BitSet();
        told.set(fact(new Dependency(Kind.BODY, view, className, method)));
        told.set(fact(Dependency.of(found.get().onInstance() ? Kind.INSTANCE : Kind.USE, view, className)));
        addMentions(view, found.get(), told, new HashSet<>());
        return Optional.of(told.stream().toArray());
    }

    private void addMentions(ModuleId view, MethodFacts method, BitSet told, Set<String> initialised) {
        for (Mention mention : method.mentions()) {
            Optional<ClassFacts> facts = present.graph().find(view, mention.className());
            if (facts.isEmpty()) continue;
            switch (mention.level()) {
                case USE -> {
                    told.set(fact(Dependency.of(Kind.USE, view, mention.className())));
                    addInitialisers(view, mention.className(), told, initialised);
                }
                case INSTANCE -> told.set(fact(Dependency.of(Kind.INSTANCE, view, mention.className())));
                case FULL -> told.set(fact(Dependency.of(Kind.FULL, view, mention.className())));
                // Found in a supertype: a method of that name may come to stand nearer.
                case STATIC_CALL -> {
                    boolean inherited = !facts.get().methods().containsKey(mention.method());
                    if (inherited) told.set(fact(Dependency.of(Kind.INSTANCE, view, mention.className())));
                }
            }
        }
    }

    /** A static field's value was made by the initialiser, perhaps long ago and for another test. */
    private void addInitialisers(ModuleId view, String className, BitSet told, Set<String> initialised) {
        present.graph().hierarchy(view, className).forEach((name, facts) -> {
            if (!initialised.add(name)) return;
            facts.map(it -> it.methods().get(ClassFacts.INITIALISER)).ifPresent(it -> addMentions(view, it, told, initialised));
        });
    }

    private int fact(Dependency dependency) {
        return facts.computeIfAbsent(dependency, it -> index.fact(it, hash(it)));
    }

    private ContentHash hash(Dependency it) {
        if (!it.isOfFiles()) return present.hash(it, new HashSet<>());
        boolean writtenByTests = it.kind() == Kind.FILE && isWrittenByTests(Path.of(it.name()));
        ContentHash then = files.get(it);
        if (then != null && !writtenByTests) return then;
        // Whoever wrote it since the run began may have done so after the test had looked.
        if (it.kind() == Kind.FILE && !writtenByTests && present.files().writtenSince(Path.of(it.name()), epochMillis)) return Dependency.DOUBTFUL;
        return present.hash(it, new HashSet<>());
    }

    /** Below the outputs and outside the workspace, what changed in the course of a run is mostly the doing of its tests. */
    private boolean isWrittenByTests(Path file) {
        return present.around().isOutside(file) || present.written().stream().anyMatch(file::startsWith);
    }
}
