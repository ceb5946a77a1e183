package dev.testls.rpc;

import dev.testls.engine.World;
import dev.testls.model.ModuleId;
import dev.testls.model.Revision;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.protocol.TestItem;
import dev.testls.protocol.TestsChangedParams.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A tree that a client was told of, and the way from there to another one. */
final class TestTreeDiff {
    /** Beyond that a client had better ask for what it shows. */
    private static final int MOST_CLASSES = 200;

    private final World world;
    private final Set<String> declared = new HashSet<>();

    TestTreeDiff(World world) {
        this.world = world;
        world.tests().all().flatMap(TestItems::withNested).forEach(it -> {
            declared.add(it.id().toString());
            it.methods().forEach(method -> declared.add(it.id() + "#" + method.method()));
        });
    }

    Revision revision() {
        return world.revision();
    }

    /** Whether source or an engine tells of the test. */
    boolean holds(TestId id) {
        return declared.contains(id.toString());
    }

    /** The steps to {@code next}; {@code forgotten} hears the id of each class of which nothing found by runs remains. */
    List<Change> to(TestTreeDiff next, TestItems items, Consumer<String> forgotten) {
        List<Change> changes = new ArrayList<>();
        SortedMap<ModuleId, SortedMap<String, TestClass>> before = filled(world);
        SortedMap<ModuleId, SortedMap<String, TestClass>> after = filled(next.world);
        if (!before.keySet().equals(after.keySet())) {
            forgotten.accept("");
            return List.of(new Change(Change.REPLACE, null, items.modules().stream().map(items::item).toList()));
        }
        after.forEach((module, classes) -> addModule(module, before.get(module), classes, items, forgotten, changes));
        return changes;
    }

    /** A step in parts that each fit in a message: what is left after the first is inserted. */
    static List<Change> split(Change it) {
        if (it.tests() == null) return List.of(it);
        List<List<TestItem>> parts = Cut.parts(it.tests(), TestItems::bytes);
        List<Change> changes = new ArrayList<>();
        for (List<TestItem> part : parts) changes.add(new Change(changes.isEmpty() ? it.change() : Change.INSERT, it.scope(), part));
        return changes;
    }

    static int bytes(Change it) {
        return 100 + (it.tests() == null ? 0 : it.tests().stream().mapToInt(TestItems::bytes).sum());
    }

    private static SortedMap<ModuleId, SortedMap<String, TestClass>> filled(World world) {
        TreeMap<ModuleId, SortedMap<String, TestClass>> filled = new TreeMap<>(world.tests().classes());
        filled.values().removeIf(Map::isEmpty);
        return filled;
    }

    private static void addModule(ModuleId module, SortedMap<String, TestClass> before, SortedMap<String, TestClass> after, TestItems items,
            Consumer<String> forgotten, List<Change> changes) {
        if (before == after) return;
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        if (names.isEmpty()) return;
        if (names.size() > MOST_CLASSES) {
            forgotten.accept(module + "/");
            changes.add(new Change(Change.REPLACE, module.value(), items.packages(module).keySet().stream().map(name -> items.item(module, name)).toList()));
            return;
        }
        Set<String> packagesBefore = packages(before);
        Set<String> packagesAfter = packages(after);
        packagesBefore.stream().filter(it -> !packagesAfter.contains(it)).forEach(it -> changes.add(new Change(Change.DELETE, TestItems.packageId(module, it), null)));
        packagesAfter.stream().filter(it -> !packagesBefore.contains(it))
                .forEach(it -> changes.add(new Change(Change.INSERT, module.value(), List.of(items.item(module, it)))));
        for (String name : names) {
            TestClass was = before.get(name);
            TestClass is = after.get(name);
            String id = TestId.ofClass(module, name).toString();
            forgotten.accept(id);
            if (is == null) {
                if (packagesAfter.contains(TestItems.packageName(name))) changes.add(new Change(Change.DELETE, id, null));
            } else if (was == null) {
                changes.add(new Change(Change.INSERT, TestItems.packageId(module, is), items.whole(is)));
            } else {
                String parent = TestItems.packageId(module, is);
                if (!items.item(was, parent).equals(items.item(is, parent))) changes.add(new Change(Change.INSERT, parent, List.of(items.item(is, parent))));
                changes.add(new Change(Change.REPLACE, id, items.contents(is)));
            }
        }
    }

    private static Set<String> packages(SortedMap<String, TestClass> classes) {
        return classes.keySet().stream().map(TestItems::packageName).collect(Collectors.toCollection(TreeSet::new));
    }
}
