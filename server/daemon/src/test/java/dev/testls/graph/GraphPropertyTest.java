package dev.testls.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** However a graph came to be, it is the one that would be made from nothing. */
class GraphPropertyTest {
    private static final List<Side> SIDES = List.of(new Side(new ModuleId("a"), Scope.TEST), new Side(new ModuleId("a"), Scope.MAIN),
            new Side(new ModuleId("b"), Scope.MAIN));
    private static final Map<ModuleId, List<Side>> VIEWS = Map.of(new ModuleId("a"), SIDES, new ModuleId("b"), SIDES.subList(2, 3));
    private static final int NAMES = 7;

    @Property(tries = 200)
    void stepByStepIsAsFromNothing(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Side, Map<String, ClassFacts>> all = new HashMap<>();
        Graph graph = Graph.empty().withViews(VIEWS);
        for (int step = 0; step < 20; step++) {
            Side side = SIDES.get(random.nextInt(SIDES.size()));
            Map<String, ClassFacts> classes = all.computeIfAbsent(side, it -> new HashMap<>());
            String name = name(random);
            Graph before = graph;
            if (random.nextInt(3) == 0) {
                classes.remove(name);
                graph = graph.with(side, Map.of(), Set.of(name));
            } else {
                ClassFacts facts = facts(name, random);
                classes.put(name, facts);
                graph = graph.with(side, Map.of(name, facts), Set.of());
            }
            assertThat(Set.of(name)).containsAll(graph.changedSince(before));
            Graph anew = fromNothing(all);
            Set<String> start = Set.of(name(random), name(random) + "x");
            assertThat(graph.usersOf(start)).isEqualTo(anew.usersOf(start)).isEqualTo(usersOneByOne(all, start));
            assertThat(graph.changedSince(anew)).isEmpty();
            for (ModuleId module : VIEWS.keySet()) {
                assertThat(graph.code(module)).isEqualTo(anew.code(module));
                assertThat(graph.usedBy(module, name)).containsExactlyInAnyOrderElementsOf(anew.usedBy(module, name));
                assertThat(graph.find(module, name)).isEqualTo(VIEWS.get(module).stream().map(it -> all.getOrDefault(it, Map.of()).get(name))
                        .filter(java.util.Objects::nonNull).findFirst());
            }
        }
    }

    private static Graph fromNothing(Map<Side, Map<String, ClassFacts>> all) {
        Graph graph = Graph.empty().withViews(VIEWS);
        for (Map.Entry<Side, Map<String, ClassFacts>> side : all.entrySet()) graph = graph.with(side.getKey(), side.getValue(), Set.of());
        return graph;
    }

    /** The same by a rule that keeps nothing: breadth first over all references. */
    private static Map<String, Integer> usersOneByOne(Map<Side, Map<String, ClassFacts>> all, Set<String> start) {
        Map<String, Integer> steps = new HashMap<>();
        start.forEach(it -> steps.put(it, 0));
        Deque<String> open = new ArrayDeque<>(start);
        while (!open.isEmpty()) {
            String used = open.remove();
            for (Map<String, ClassFacts> classes : all.values()) {
                for (ClassFacts it : classes.values()) {
                    if (it.references().contains(used) && steps.putIfAbsent(it.name(), steps.get(used) + 1) == null) open.add(it.name());
                }
            }
        }
        return steps;
    }

    private static String name(Random random) {
        return "C" + random.nextInt(NAMES);
    }

    private static ClassFacts facts(String name, Random random) {
        Set<String> references = new HashSet<>();
        List<String> supertypes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) references.add(name(random));
        ContentHash hash = ContentHash.of(name + random.nextInt(3) + references);
        return new ClassFacts(name, name + ".java", supertypes, hash, hash, hash, hash, hash, hash, Set.of(), Set.of(), Map.of(), references);
    }
}
