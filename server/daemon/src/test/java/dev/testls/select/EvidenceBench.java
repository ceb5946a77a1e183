package dev.testls.select;

import dev.testls.model.FileContents;
import dev.testls.base.ContentHash;
import dev.testls.graph.ClassFacts;
import dev.testls.graph.Graph;
import dev.testls.graph.MethodFacts;
import dev.testls.graph.Side;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.watch.FileHashes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** How long selecting takes with 8,000 tests of 300 facts each. To be run by hand; tells milliseconds. */
final class EvidenceBench {
    private static final ModuleId MODULE = new ModuleId("m");
    private static final Side SIDE = new Side(MODULE, Scope.MAIN);
    private static final int CLASSES = 1_000;
    private static final int METHODS = 20;
    private static final int TEST_CLASSES = 400;
    private static final int TESTS = 20;
    private static final int EXECUTED = 270;
    private static final int LOOKUPS = 300;

    private EvidenceBench() {}

    public static void main(String[] arguments) {
        Random random = new Random(1);
        FileContents files = new FileHashes(Clock.systemUTC());
        Path directory = Path.of("").toAbsolutePath();
        Map<String, ClassFacts> all = new HashMap<>();
        for (int i = 0; i < CLASSES; i++) all.put("a.C" + i, facts("a.C" + i, 0));
        List<TestClass> tests = new ArrayList<>();
        for (int i = 0; i < TEST_CLASSES; i++) {
            all.put("a.T" + i, facts("a.T" + i, 0));
            StringBuilder text = new StringBuilder("m a.T" + i + ":");
            for (int k = 0; k < TESTS; k++) text.append(" t").append(k).append("()");
            tests.addAll(Classes.of(text.toString()));
        }
        Graph graph = Graph.empty().withViews(Map.of(MODULE, List.of(SIDE))).with(SIDE, all, Set.of());
        EvidenceIndex index = EvidenceIndex.empty(files);
        index.update(present(graph, directory, files));
        long begun = System.nanoTime();
        Moment moment = index.moment(0);
        for (TestClass it : tests) {
            List<Observation> seen = new ArrayList<>();
            for (String test : it.tests()) seen.add(observation(it, test, all, random));
            moment.record(new EvidenceKey(MODULE, "x", it.name()), it.tests(), true, seen, Proof.NONE);
        }
        tell("record 8,000 tests", begun);
        begun = System.nanoTime();
        EvidenceIndex.Changes changes = index.takeUnsaved();
        tell("write", begun);
        Map<String, byte[]> classes = new HashMap<>();
        changes.classes().forEach((key, bytes) -> classes.put(key, bytes.orElseThrow()));
        System.out.println("bytes: " + (changes.facts().values().stream().mapToLong(it -> it.length).sum() + classes.values().stream().mapToLong(it -> it.length).sum()));
        for (int i = 0; i < 3; i++) {
            begun = System.nanoTime();
            index = EvidenceIndex.of(new EvidenceIndex.Saved(changes.facts(), classes), files);
            tell("read", begun);
        }
        begun = System.nanoTime();
        index.update(present(graph, directory, files));
        tell("first look at the present", begun);
        for (int i = 1; i < 12; i++) {
            graph = graph.with(SIDE, Map.of("a.C7", facts("a.C7", i)), Set.of());
            begun = System.nanoTime();
            index.update(present(graph, directory, files));
            tell("update", begun);
            begun = System.nanoTime();
            AffectedSelector selector = AffectedSelector.of(index, Set.of(), Optional.empty());
            int selected = 0;
            for (TestClass it : tests) {
                selected += selector.select(new EvidenceKey(MODULE, "x", it.name()), it, List.of()).map(affected -> affected.tests().size()).orElse(0);
            }
            tell("select " + selected, begun);
        }
    }

    private static Present present(Graph graph, Path directory, FileContents files) {
        return new Present(graph, Map.of(SIDE, directory), Map.of(), List.of(), files);
    }

    private static ClassFacts facts(String name, int version) {
        Map<String, MethodFacts> methods = new HashMap<>();
        for (int i = 0; i < METHODS; i++) {
            methods.put("m" + i + "()V", new MethodFacts(ContentHash.of(name + i + (i == 0 ? version : 0)), false, List.of()));
        }
        ContentHash hash = ContentHash.of(name);
        return new ClassFacts(name, "", List.of(), ContentHash.of(name + version), hash, hash, hash, hash, ContentHash.of(name + version), Set.of(), Set.of(), methods, Set.of());
    }

    private static Observation observation(TestClass testClass, String test, Map<String, ClassFacts> all, Random random) {
        Map<String, Set<String>> executed = new HashMap<>();
        Map<String, ContentHash> code = new HashMap<>();
        int first = random.nextInt(CLASSES);
        for (int i = 0; i < EXECUTED; i++) {
            String name = "a.C" + (first + i / 10) % CLASSES;
            executed.computeIfAbsent(name, it -> new HashSet<>()).add("m" + random.nextInt(METHODS) + "()V");
            code.put(name, all.get(name).content());
        }
        Set<Observation.Lookup> lookups = Set.of(new Observation.Lookup(Observation.Lookup.Kind.RESOURCE, "r/" + random.nextInt(LOOKUPS)));
        return new Observation(TestId.ofMethod(MODULE, testClass.name(), test.substring(test.indexOf('#') + 1)), executed, Set.of(), lookups, code, true);
    }

    private static void tell(String what, long begun) {
        System.out.printf("%-30s %8.2f ms%n", what, (System.nanoTime() - begun) / 1e6);
    }
}
