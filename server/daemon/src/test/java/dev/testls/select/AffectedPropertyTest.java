package dev.testls.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.FileContents;
import dev.testls.base.ContentHash;
import dev.testls.graph.Graph;
import dev.testls.model.TestClass;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random projects, edited and run at random: whatever would come out otherwise is selected. */
class AffectedPropertyTest {
    private static final int STEPS = 30;

    @Property(tries = 300)
    void everyTestWhoseResultWouldDifferIsSelected(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World(Program.random(random));
        assertThat(world.selected()).as("a first run").containsExactlyElementsOf(Program.tests());
        world.run(world.selected());
        assertThat(world.selected()).as("an unchanged world").isEmpty();
        for (int step = 0; step < STEPS; step++) {
            world.program = world.program.edited(random);
            Set<String> selected = world.selected();
            assertThat(selected).as("seed " + seed + " step " + step).containsAll(world.different());
            switch (random.nextInt(4)) {
                case 0 -> {
                    world.run(selected);
                    assertThat(world.selected()).as("all that was selected has run").isEmpty();
                }
                // A run that was cancelled, or of tests that the user named.
                case 1 -> world.run(Program.tests().stream().filter(it -> random.nextBoolean()).toList());
                case 2 -> world.restart();
                default -> {}
            }
        }
    }

    @Property(tries = 100)
    void goingBackToWhereATestLastRanLeavesItOut(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World(Program.random(random));
        world.run(Program.tests());
        Program first = world.program;
        for (int i = 0; i < 5; i++) {
            world.program = world.program.edited(random);
            world.selected();
        }
        world.program = first;
        assertThat(world.selected()).isEmpty();
    }

    private static final class World {
        private final FileContents noFiles = new FileContents() {
            @Override
            public boolean exists(Path file) {
                return false;
            }

            @Override
            public Optional<ContentHash> hash(Path file) {
                return Optional.empty();
            }

            @Override
            public Optional<List<String>> names(Path directory) {
                return Optional.empty();
            }

            @Override
            public boolean changedAfter(Path file, long epochMillis) {
                return false;
            }

            @Override
            public boolean writtenSince(Path file, long epochMillis) {
                return false;
            }
        };
        private final Map<Integer, byte[]> savedFacts = new HashMap<>();
        private final Map<String, byte[]> savedClasses = new HashMap<>();
        private final Map<String, Long> results = new TreeMap<>();
        private Program program;
        private Graph graph = Graph.empty();
        private EvidenceIndex index = EvidenceIndex.empty(noFiles);

        World(Program program) {
            this.program = program;
        }

        private void update() {
            graph = program.graph(graph);
            index.update(new Present(graph, Map.of(), Map.of(), List.of(), noFiles));
        }

        Set<String> selected() {
            update();
            AffectedSelector selector = AffectedSelector.of(index, Set.of(), Optional.empty());
            Set<String> selected = new TreeSet<>();
            for (String test : Program.tests()) {
                selector.select(key(test), testClass(test), List.of()).ifPresent(affected -> selected.add(test));
            }
            return selected;
        }

        /** The tests that would end otherwise than they did when they last ran. */
        Set<String> different() {
            Set<String> different = new TreeSet<>();
            for (String test : Program.tests()) {
                if (!Long.valueOf(program.run(test).result).equals(results.get(test))) different.add(test);
            }
            return different;
        }

        void run(Iterable<String> tests) {
            update();
            Moment moment = index.moment(0);
            for (String test : tests) {
                Program.Run run = program.run(test);
                results.put(test, run.result);
                moment.record(key(test), List.of(test + "#test()"), true, List.of(run.observation(test)), Proof.NONE);
            }
        }

        void restart() {
            EvidenceIndex.Changes changes = index.takeUnsaved();
            if (changes.anew()) {
                savedFacts.clear();
                savedClasses.clear();
            }
            savedFacts.putAll(changes.facts());
            changes.classes().forEach((key, bytes) -> savedClasses.put(key, bytes.orElseThrow()));
            index = EvidenceIndex.of(new EvidenceIndex.Saved(savedFacts, savedClasses), noFiles);
            graph = Graph.empty();
        }

        private static EvidenceKey key(String test) {
            return new EvidenceKey(Program.MODULE, "default-test", test);
        }

        private static TestClass testClass(String test) {
            return Classes.of("m " + test + ": test()").get(0);
        }
    }
}
