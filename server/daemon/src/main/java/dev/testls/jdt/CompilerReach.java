package dev.testls.jdt;

import dev.testls.jdt.CompilerUnit.CompilerType;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which classes cannot run, because they do not compile or reach one that does not. */
final class CompilerReach {
    private CompilerReach() {}

    /** A source of a side. */
    private record Node(String side, String path) {}

    /**
     * The top-level classes that cannot run, by module, each with the reason.
     *
     * @param visible for each side those that its class path shows it, itself first
     * @param brokenByBuild why the build's own compilers did not compile a side
     */
    static Map<ModuleId, Map<String, String>> unrunnable(
            Path root, Collection<CompilerSide> sides, Map<String, List<CompilerSide>> visible,
            Map<String, String> brokenByBuild) {
        Map<Node, String> reasons = new HashMap<>();
        Deque<Node> open = new ArrayDeque<>();
        for (CompilerSide side : sides) {
            for (CompilerUnit unit : side.state().units().values()) {
                if (!unit.broken()) continue;
                Node node = new Node(side.key(), unit.path());
                boolean ofOther = unit.problems().isEmpty() && brokenByBuild.containsKey(side.key());
                reasons.put(node, ofOther ? brokenByBuild.get(side.key()) : reason(root, unit));
                open.add(node);
            }
        }
        if (reasons.isEmpty()) return Map.of();
        Map<Node, List<Node>> users = users(sides, visible);
        while (!open.isEmpty()) {
            Node node = open.remove();
            for (Node user : users.getOrDefault(node, List.of())) {
                if (reasons.putIfAbsent(user, reasons.get(node)) == null) open.add(user);
            }
        }
        Map<ModuleId, Map<String, String>> unrunnable = new HashMap<>();
        for (CompilerSide side : sides) {
            for (CompilerUnit unit : side.state().units().values()) {
                String reason = reasons.get(new Node(side.key(), unit.path()));
                if (reason == null) continue;
                Map<String, String> inModule = unrunnable.computeIfAbsent(side.module(), m -> new TreeMap<>());
                for (String name : topLevelClasses(unit)) inModule.putIfAbsent(name, reason);
            }
        }
        return unrunnable;
    }

    private static Map<Node, List<Node>> users(
            Collection<CompilerSide> sides, Map<String, List<CompilerSide>> visible) {
        Map<Node, List<Node>> users = new HashMap<>();
        for (CompilerSide side : sides) {
            List<CompilerSide> searched = visible.get(side.key());
            for (CompilerUnit unit : side.state().units().values()) {
                Node user = new Node(side.key(), unit.path());
                for (String name : unit.uses()) {
                    for (CompilerSide other : searched) {
                        var owner = other.owner(name);
                        if (owner.isEmpty()) continue;
                        users.computeIfAbsent(new Node(other.key(), owner.get().path()), n -> new ArrayList<>())
                                .add(user);
                        break;
                    }
                }
            }
        }
        return users;
    }

    private static String reason(Path root, CompilerUnit unit) {
        String name = topLevelClasses(unit).get(0);
        Path file = Path.of(unit.path());
        String where = file.startsWith(root) ? root.relativize(file).toString().replace('\\', '/') : unit.path();
        if (unit.problems().isEmpty()) return name + " was not compiled, since javac stopped at other errors: " + where;
        Problem first = unit.problems().get(0);
        return name + " does not compile: " + where + ":" + first.line();
    }

    /** The classes that a source declares, and above all the one that it is named after. */
    private static List<String> topLevelClasses(CompilerUnit unit) {
        String fileName = Path.of(unit.path()).getFileName().toString();
        String simpleName = Language.stem(fileName);
        List<String> names = new ArrayList<>();
        for (CompilerType type : unit.types()) {
            String name = type.name().replace('/', '.');
            if (name.indexOf('$', name.lastIndexOf('.') + 2) >= 0) continue;
            if (name.substring(name.lastIndexOf('.') + 1).equals(simpleName)) names.add(0, name);
            else names.add(name);
        }
        if (names.isEmpty()) {
            String packageName = unit.references().packageName().replace('/', '.');
            names.add(packageName.isEmpty() ? simpleName : packageName + "." + simpleName);
        }
        return names;
    }
}
