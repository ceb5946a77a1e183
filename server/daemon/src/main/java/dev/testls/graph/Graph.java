package dev.testls.graph;

import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All classes of the workspace at one moment, each with its facts, and which of them a module sees.
 *
 * <p>A value: changing it gives another, which shares what did not change. A module sees the classes of its view's sides,
 * the first of a name: its own tests, its own main classes, then modules in the order of its class path. Classes of
 * libraries are none of the graph's business.
 */
public final class Graph {
    private final Map<ModuleId, List<Side>> views;
    private final Map<Side, Classes> sides;
    /** By name, the names of the classes that name it, whichever module they are of. */
    private final Map<String, Set<String>> users;

    private Graph(Map<ModuleId, List<Side>> views, Map<Side, Classes> sides, Map<String, Set<String>> users) {
        this.views = views;
        this.sides = sides;
        this.users = users;
    }

    public static Graph empty() {
        return new Graph(Map.of(), Map.of(), Map.of());
    }

    /** The same classes as other modules see them; classes of sides that nobody sees are forgotten. */
    public Graph withViews(Map<ModuleId, List<Side>> next) {
        if (next.equals(views)) return this;
        Set<Side> seen = new HashSet<>();
        next.values().forEach(seen::addAll);
        Graph graph = this;
        for (Side side : sides.keySet()) {
            if (!seen.contains(side)) graph = graph.with(side, Map.of(), classes(side).keySet());
        }
        Map<ModuleId, List<Side>> copy = new HashMap<>();
        next.forEach((module, view) -> copy.put(module, List.copyOf(view)));
        return new Graph(copy, graph.sides, graph.users);
    }

    /** With these classes in place of those of the same names. */
    public Graph with(Side side, Map<String, ClassFacts> changed, Set<String> removed) {
        if (changed.isEmpty() && removed.isEmpty()) return this;
        Map<String, ClassFacts> classes = new HashMap<>(classes(side));
        UsersUpdate update = new UsersUpdate(side);
        removed.forEach(name -> update.replace(name, classes.remove(name), null));
        changed.forEach((name, facts) -> update.replace(name, classes.put(name, facts), facts));
        Map<Side, Classes> next = new HashMap<>(sides);
        if (classes.isEmpty()) next.remove(side);
        else next.put(side, new Classes(classes));
        return new Graph(views, next, update.users());
    }

    /** The class that code of this module gets by this name, if it is one of the workspace. */
    public Optional<ClassFacts> find(ModuleId view, String name) {
        for (Side side : view(view)) {
            Classes classes = sides.get(side);
            ClassFacts facts = classes == null ? null : classes.byName.get(name);
            if (facts != null) return Optional.of(facts);
        }
        return Optional.empty();
    }

    /** The sides that a module sees, in the order in which it looks. */
    public List<Side> view(ModuleId module) {
        return views.getOrDefault(module, List.of());
    }

    public Map<String, ClassFacts> classes(Side side) {
        Classes classes = sides.get(side);
        return classes == null ? Map.of() : Collections.unmodifiableMap(classes.byName);
    }

    public int classCount() {
        return sides.values().stream().mapToInt(it -> it.byName.size()).sum();
    }

    /** A hash of all code that a module sees; debug information aside. */
    public ContentHash code(ModuleId module) {
        HashInput input = new HashInput();
        for (Side side : view(module)) {
            Classes classes = sides.get(side);
            input.add(side.toString()).add(classes == null ? "" : classes.sum().hex());
        }
        return input.hash();
    }

    /** Whether modules see each other as they did in {@code earlier}. */
    public boolean sameViews(Graph earlier) {
        return views.equals(earlier.views);
    }

    /** Names of the classes that differ from {@code earlier}, be it in debug information only. */
    public Set<String> changedSince(Graph earlier) {
        if (earlier == this) return Set.of();
        Set<String> changed = new HashSet<>();
        Set<Side> all = new HashSet<>(sides.keySet());
        all.addAll(earlier.sides.keySet());
        for (Side side : all) {
            if (sides.get(side) == earlier.sides.get(side)) continue;
            Map<String, ClassFacts> now = classes(side);
            Map<String, ClassFacts> before = earlier.classes(side);
            now.forEach((name, facts) -> {
                if (!Objects.equals(before.get(name), facts)) changed.add(name);
            });
            before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(changed::add);
        }
        return changed;
    }

    /**
     * The classes that use one of these, each with the number of steps to the nearest: zero for those named, one for whose
     * code names one of them, and so on. Class by class, over all modules.
     */
    public Map<String, Integer> usersOf(Collection<String> names) {
        Map<String, Integer> steps = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (String name : names) {
            if (steps.putIfAbsent(name, 0) == null) open.add(name);
        }
        while (!open.isEmpty()) {
            String name = open.remove();
            int next = steps.get(name) + 1;
            for (String user : users.getOrDefault(name, Set.of())) {
                if (steps.putIfAbsent(user, next) == null) open.add(user);
            }
        }
        return steps;
    }

    /** The class and all that it uses, directly or not, as far as the module sees it, and names of classes that it does not see. */
    public Set<String> usedBy(ModuleId view, String name) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.remove();
            if (!found.add(next)) continue;
            find(view, next).ifPresent(facts -> facts.references().stream().filter(it -> !found.contains(it)).forEach(open::add));
        }
        return found;
    }

    /** The class and its supertypes, as far as the module sees them; empty for a class that is not there, which is asked for, too. */
    public Map<String, Optional<ClassFacts>> hierarchy(ModuleId view, String name) {
        Map<String, Optional<ClassFacts>> found = new LinkedHashMap<>();
        addHierarchy(view, name, found);
        return found;
    }

    private void addHierarchy(ModuleId view, String name, Map<String, Optional<ClassFacts>> found) {
        if (found.containsKey(name)) return;
        Optional<ClassFacts> facts = find(view, name);
        found.put(name, facts);
        facts.ifPresent(it -> it.supertypes().forEach(supertype -> addHierarchy(view, supertype, found)));
    }

    /** The classes of one side; the hash of them all is made when it is asked for. */
    private static final class Classes {
        final Map<String, ClassFacts> byName;
        private volatile @Nullable ContentHash sum;

        Classes(Map<String, ClassFacts> byName) {
            this.byName = byName;
        }

        ContentHash sum() {
            ContentHash known = sum;
            if (known != null) return known;
            HashInput input = new HashInput();
            new TreeMap<>(byName).forEach((name, facts) -> input.add(name).add(facts.full().hex()));
            ContentHash made = input.hash();
            sum = made;
            return made;
        }
    }

    /** Who uses whom, as classes come and go. Copies only what differs. */
    private final class UsersUpdate {
        private final Side side;
        private final Map<String, Set<String>> changed = new HashMap<>();

        UsersUpdate(Side side) {
            this.side = side;
        }

        void replace(String name, @Nullable ClassFacts before, @Nullable ClassFacts after) {
            Set<String> old = before == null ? Set.of() : before.references();
            Set<String> now = after == null ? Set.of() : after.references();
            if (old.equals(now)) return;
            old.stream().filter(it -> !now.contains(it) && !isUsedElsewhere(name, it)).forEach(it -> usersOf(it).remove(name));
            now.forEach(it -> usersOf(it).add(name));
        }

        /** Whether a class of the same name on another side uses it, too. */
        private boolean isUsedElsewhere(String name, String used) {
            return sides.entrySet().stream().filter(it -> !it.getKey().equals(side)).map(it -> it.getValue().byName.get(name))
                    .anyMatch(it -> it != null && it.references().contains(used));
        }

        private Set<String> usersOf(String name) {
            return changed.computeIfAbsent(name, it -> new HashSet<>(users.getOrDefault(it, Set.of())));
        }

        Map<String, Set<String>> users() {
            if (changed.isEmpty()) return users;
            Map<String, Set<String>> next = new HashMap<>(users);
            changed.forEach((name, set) -> {
                if (set.isEmpty()) next.remove(name);
                else next.put(name, set);
            });
            return next;
        }
    }

    @Override
    public String toString() {
        return new ArrayList<>(sides.keySet()) + " " + classCount() + " classes";
    }
}
