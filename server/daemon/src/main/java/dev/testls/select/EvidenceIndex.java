package dev.testls.select;

import dev.testls.model.FileContents;
import dev.testls.base.ContentHash;
import dev.testls.graph.Graph;
import dev.testls.model.ModuleId;
import dev.testls.select.ClassEvidence.OfTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The evidence of all tests, and which of it holds in the present.
 *
 * <p>A fact says that a dependency had a hash; facts are numbered, and each is kept once. Which facts hold is known at any
 * time: {@link #update} looks only at what changed since the last one. The only thing here that changes in place, since it
 * is too big to be copied: it belongs to one thread at a time.
 */
public final class EvidenceIndex {
    private static final int FACTS_A_PAGE = 512;

    private final Map<EvidenceKey, ClassEvidence> classes = new HashMap<>();
    private final List<Dependency> dependencies = new ArrayList<>();
    private final Map<Dependency, Integer> numbers = new HashMap<>();
    private final List<ContentHash> now = new ArrayList<>();
    /** By dependency, the facts about it. */
    private final List<int[]> factsOf = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final Map<Fact, Integer> factNumbers = new HashMap<>();
    private final BitSet broken = new BitSet();
    /** By the name of a class, the dependencies whose hashes its facts are part of. */
    private final Map<String, Set<Integer>> consulting = new HashMap<>();
    /** Dependencies that something else than a class file can change. */
    private final Set<Integer> ofOthers = new HashSet<>();
    private Present present;
    /** Whether any present was seen; before, there is nothing to compare with. */
    private boolean seen;

    private final Set<EvidenceKey> unsaved = new HashSet<>();
    private int savedFacts;
    /** Whether the facts bear other numbers than those that were saved. */
    private boolean anew;

    private record Fact(int dependency, ContentHash hash) {}

    private EvidenceIndex(FileContents files) {
        this.present = Present.nothing(files);
    }

    /** Nothing is known of any test. */
    public static EvidenceIndex empty(FileContents files) {
        return new EvidenceIndex(files);
    }

    /**
     * What was saved: all that {@link #takeUnsaved} ever gave, the newest of each name.
     *
     * @throws RuntimeException when it is not that
     */
    public static EvidenceIndex of(Saved saved, FileContents files) {
        EvidenceIndex index = new EvidenceIndex(files);
        List<Fact> all = new ArrayList<>();
        List<Dependency> dependencies = new ArrayList<>();
        for (int page = 0; page < saved.facts().size(); page++) readPage(saved.facts().get(page), dependencies, all);
        Map<String, ClassEvidence> classes = new HashMap<>();
        BitSet used = new BitSet();
        saved.classes().forEach((key, bytes) -> {
            ClassEvidence evidence = ClassEvidence.of(bytes);
            addUsed(evidence, used);
            classes.put(key, evidence);
        });
        if (used.length() > all.size()) throw new IllegalArgumentException("evidence of facts that are not there");
        boolean wasteful = used.cardinality() * 2 < all.size();
        int[] renumbered = new int[all.size()];
        for (int i = 0; i < all.size(); i++) {
            if (wasteful && !used.get(i)) continue;
            Fact fact = all.get(i);
            renumbered[i] = index.fact(dependencies.get(fact.dependency()), fact.hash());
        }
        if (!wasteful && index.facts.size() != all.size()) throw new IllegalArgumentException("facts that stand there twice");
        classes.forEach((key, evidence) -> {
            EvidenceKey parsed = EvidenceKey.parse(key);
            index.classes.put(parsed, wasteful ? renumbered(evidence, renumbered) : evidence);
            if (wasteful) index.unsaved.add(parsed);
        });
        index.anew = wasteful;
        index.savedFacts = wasteful ? 0 : index.facts.size();
        return index;
    }

    public Optional<ClassEvidence> find(EvidenceKey key) {
        return Optional.ofNullable(classes.get(key));
    }

    public Present present() {
        return present;
    }

    /** What holds in {@code next} from here on. Files are looked at again, class files only where the graph differs. */
    public void update(Present next) {
        Graph before = present.graph();
        boolean elsewhere = !seen || !next.graph().sameViews(before) || !next.outputs().equals(present.outputs()) || !next.written().equals(present.written());
        present = next;
        seen = true;
        if (elsewhere) {
            for (int i = 0; i < dependencies.size(); i++) evaluate(i);
            return;
        }
        Set<Integer> touched = new HashSet<>(ofOthers);
        for (String name : next.graph().changedSince(before)) touched.addAll(consulting.getOrDefault(name, Set.of()));
        touched.forEach(this::evaluate);
    }

    /** The moment that a run begins at: what it shows will be evidence of how things stand now. */
    public Moment moment(long epochMillis) {
        Map<Dependency, ContentHash> files = new HashMap<>();
        for (int number : ofOthers) files.put(dependencies.get(number), now.get(number));
        return new Moment(this, present, files, epochMillis);
    }

    /** Forgets classes that are no more. */
    public void forget(Predicate<EvidenceKey> gone) {
        List<EvidenceKey> keys = classes.keySet().stream().filter(gone).toList();
        classes.keySet().removeAll(keys);
        unsaved.addAll(keys);
    }

    void put(EvidenceKey key, ClassEvidence evidence) {
        classes.put(key, evidence);
        unsaved.add(key);
    }

    /** The number of the fact that the dependency has this hash. */
    int fact(Dependency dependency, ContentHash hash) {
        Integer known = numbers.get(dependency);
        int number = known == null ? add(dependency) : known;
        Fact fact = new Fact(number, hash);
        Integer existing = factNumbers.get(fact);
        if (existing != null) return existing;
        int factNumber = facts.size();
        facts.add(fact);
        factNumbers.put(fact, factNumber);
        int[] others = factsOf.get(number);
        int[] more = Arrays.copyOf(others, others.length + 1);
        more[others.length] = factNumber;
        factsOf.set(number, more);
        broken.set(factNumber, !hash.equals(now.get(number)));
        return factNumber;
    }

    private int add(Dependency dependency) {
        int number = dependencies.size();
        numbers.put(dependency, number);
        dependencies.add(dependency);
        now.add(Dependency.DOUBTFUL);
        factsOf.add(new int[0]);
        if (!dependency.isOfClass()) ofOthers.add(number);
        if (seen) evaluate(number);
        return number;
    }

    private void evaluate(int number) {
        Set<String> consulted = new HashSet<>();
        ContentHash hash = present.hash(dependencies.get(number), consulted);
        consulted.forEach(name -> consulting.computeIfAbsent(name, it -> new HashSet<>()).add(number));
        if (hash.equals(now.get(number))) return;
        now.set(number, hash);
        for (int fact : factsOf.get(number)) broken.set(fact, !facts.get(fact).hash().equals(hash));
    }

    /** Whether there is evidence of each of these tests, and all of it holds in this present. */
    boolean holds(EvidenceKey key, Collection<String> tests, Present in) {
        ClassEvidence evidence = classes.get(key);
        if (evidence == null || in != present || tests.isEmpty() || !evidence.tests().keySet().containsAll(tests)) return false;
        return tests.stream().map(evidence.tests()::get).allMatch(it -> holds(it.own()) && holds(it.shared()));
    }

    /** Of these tests those that a JVM without a history has shown alone, and of whose evidence all holds. */
    public Set<String> proved(EvidenceKey key, Collection<String> tests) {
        ClassEvidence evidence = classes.get(key);
        if (evidence == null) return Set.of();
        Set<String> proved = new HashSet<>();
        int[] shared = {};
        boolean sharedHolds = true;
        for (String test : tests) {
            OfTest it = evidence.tests().get(test);
            if (it == null || it.proof() != Proof.ALONE) continue;
            if (it.shared() != shared) {
                shared = it.shared();
                sharedHolds = holds(shared);
            }
            if (sharedHolds && holds(it.own())) proved.add(test);
        }
        return proved;
    }

    /** What is known of the test's outcome, as far as its evidence holds in this present; of a test without, nothing. */
    Proof proof(EvidenceKey key, String test, Present in) {
        if (!holds(key, List.of(test), in)) return Proof.NONE;
        return classes.get(key).tests().get(test).proof();
    }

    /**
     * A JVM without a history, which had run nothing else, has shown these tests' outcomes. Of those without evidence nothing is kept.
     *
     * @param tests each {@code class#method}; empty: all of the class
     */
    public void prove(EvidenceKey key, Collection<String> tests) {
        ClassEvidence evidence = classes.get(key);
        if (evidence == null) return;
        Map<String, OfTest> proved = new HashMap<>();
        evidence.tests().forEach((name, it) -> {
            if ((tests.isEmpty() || tests.contains(name)) && it.proof() != Proof.ALONE) proved.put(name, it.with(Proof.ALONE));
        });
        if (!proved.isEmpty()) put(key, evidence.with(proved));
    }

    /** Whether the evidence of all the class's tests holds, or no code is other than when it was taken. */
    public boolean isCurrent(EvidenceKey key) {
        ClassEvidence evidence = classes.get(key);
        return evidence != null && evidence.tests().values().stream().allMatch(it -> !broken.get(it.world()) || holds(it.own()) && holds(it.shared()));
    }

    /** Of each class the tests that nothing is known of but what a reused JVM said. */
    public Map<EvidenceKey, Set<String>> provisional() {
        Map<EvidenceKey, Set<String>> all = new HashMap<>();
        classes.forEach((key, evidence) -> evidence.tests().forEach((name, it) -> {
            if (it.proof() == Proof.NONE) all.computeIfAbsent(key, k -> new HashSet<>()).add(name);
        }));
        return all;
    }

    private boolean holds(int[] facts) {
        return broken.isEmpty() || Arrays.stream(facts).noneMatch(broken::get);
    }

    /** The facts that do not hold, ascending. */
    int[] brokenFacts() {
        return broken.stream().toArray();
    }

    boolean isBroken(int fact) {
        return broken.get(fact);
    }

    Dependency dependency(int fact) {
        return dependencies.get(facts.get(fact).dependency());
    }

    /** The classes that facts which do not hold are about. */
    Set<String> brokenClasses() {
        Set<String> names = new HashSet<>();
        broken.stream().mapToObj(this::dependency).filter(Dependency::isOfClass).forEach(it -> names.add(it.name()));
        return names;
    }

    /** The facts that would change if one of these classes, resources or files did. */
    BitSet factsAbout(Collection<String> classNames, Predicate<Dependency> others, Set<ModuleId> unknowable) {
        BitSet found = new BitSet();
        Set<Integer> touched = new HashSet<>();
        for (String name : classNames) touched.addAll(consulting.getOrDefault(name, Set.of()));
        for (int i = 0; i < dependencies.size(); i++) {
            Dependency it = dependencies.get(i);
            if (touched.contains(i) || unknowable.contains(it.view()) || !it.isOfClass() && others.test(it)) {
                for (int fact : factsOf.get(i)) found.set(fact);
            }
        }
        return found;
    }

    /** What a test depends on, each with whether it differs from what the test saw; empty when there is no evidence. */
    public Map<Dependency, Boolean> dependencies(EvidenceKey key, String test) {
        OfTest it = find(key).map(evidence -> evidence.tests().get(test)).orElse(null);
        if (it == null) return Map.of();
        Map<Dependency, Boolean> all = new HashMap<>();
        IntStream.concat(Arrays.stream(it.own()), Arrays.stream(it.shared())).forEach(fact -> all.merge(dependency(fact), isBroken(fact), Boolean::logicalOr));
        return all;
    }

    /** What was recorded or forgotten since the last call. Facts that no test has any more are given up. */
    public Changes takeUnsaved() {
        if (unsaved.isEmpty()) return new Changes(false, Map.of(), Map.of());
        Map<String, Optional<byte[]>> changed = new HashMap<>();
        for (EvidenceKey key : unsaved) changed.put(key.toString(), find(key).map(ClassEvidence::toBytes));
        Map<Integer, byte[]> pages = new HashMap<>();
        if (savedFacts < facts.size()) {
            for (int page = savedFacts / FACTS_A_PAGE; page * FACTS_A_PAGE < facts.size(); page++) pages.put(page, page(page));
        }
        Changes changes = new Changes(anew, pages, changed);
        unsaved.clear();
        anew = false;
        savedFacts = facts.size();
        giveUpUnused();
        return changes;
    }

    /** What nobody has as a fact cannot be broken; its number stays taken until all is read anew. */
    private void giveUpUnused() {
        BitSet used = new BitSet();
        classes.values().forEach(it -> addUsed(it, used));
        broken.and(used);
    }

    private static void addUsed(ClassEvidence evidence, BitSet used) {
        int[] last = {};
        for (OfTest it : evidence.tests().values()) {
            for (int fact : it.own()) used.set(fact);
            if (it.shared() != last) for (int fact : it.shared()) used.set(fact);
            last = it.shared();
            used.set(it.world());
        }
    }

    private static ClassEvidence renumbered(ClassEvidence evidence, int[] numbers) {
        Map<String, OfTest> tests = new HashMap<>();
        Map<int[], int[]> shared = new java.util.IdentityHashMap<>();
        evidence.tests().forEach((name, it) -> tests.put(name, new OfTest(renumbered(it.own(), numbers),
                shared.computeIfAbsent(it.shared(), array -> renumbered(array, numbers)), numbers[it.world()], it.proof())));
        return new ClassEvidence(tests);
    }

    private static int[] renumbered(int[] facts, int[] numbers) {
        return Arrays.stream(facts).map(fact -> numbers[fact]).sorted().toArray();
    }

    /** A page stands for itself: a dependency that it names again is a number counted back from the one before. */
    private byte[] page(int page) {
        Varints out = new Varints();
        int end = Math.min(facts.size(), (page + 1) * FACTS_A_PAGE);
        out.add(end - page * FACTS_A_PAGE);
        String lastView = "";
        String lastName = "";
        for (int i = page * FACTS_A_PAGE; i < end; i++) {
            Fact fact = facts.get(i);
            Dependency it = dependencies.get(fact.dependency());
            boolean sameView = it.view().value().equals(lastView);
            boolean sameName = it.name().equals(lastName);
            out.add(it.kind().ordinal() << 2 | (sameView ? 2 : 0) | (sameName ? 1 : 0));
            if (!sameView) out.add(it.view().value());
            if (!sameName) out.add(it.name());
            out.add(it.member());
            out.add(fact.hash().high());
            out.add(fact.hash().low());
            lastView = it.view().value();
            lastName = it.name();
        }
        return out.toBytes();
    }

    private static void readPage(byte[] bytes, List<Dependency> dependencies, List<Fact> facts) {
        Varints.Reader in = new Varints.Reader(bytes);
        int size = in.next();
        ModuleId view = new ModuleId("none");
        String name = "";
        for (int i = 0; i < size; i++) {
            int head = in.next();
            if ((head & 2) == 0) view = new ModuleId(in.nextText());
            if ((head & 1) == 0) name = in.nextText();
            dependencies.add(new Dependency(Dependency.Kind.values()[head >> 2], view, name, in.nextText()));
            facts.add(new Fact(dependencies.size() - 1, ContentHash.of(in.nextLong(), in.nextLong())));
        }
        if (!in.atEnd()) throw new IllegalArgumentException("a page of facts that is too long");
    }

    /**
     * Evidence on disk.
     *
     * @param facts pages, by their numbers from zero on
     * @param classes by the key's text
     */
    public record Saved(Map<Integer, byte[]> facts, Map<String, byte[]> classes) {
        public Saved {
            facts = Map.copyOf(facts);
            classes = Map.copyOf(classes);
        }
    }

    /**
     * What is to be saved over what was saved before; a class without bytes is to be deleted.
     *
     * @param anew whether everything that was saved before is to be deleted first
     */
    public record Changes(
            boolean anew, Map<Integer, byte[]> facts, Map<String, Optional<byte[]>> classes) {
        public Changes {
            facts = Map.copyOf(facts);
            classes = Map.copyOf(classes);
        }

        public boolean isEmpty() {
            return facts.isEmpty() && classes.isEmpty();
        }
    }
}
