package dev.testls.jdt;

import dev.testls.jdt.ChangedType.Kind;
import dev.testls.jdt.CompilerUnit.CompilerType;
import dev.testls.jdt.CompilerUnit.References;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a build made different: for those who compile against the side, and for those who run its classes.
 *
 * @param units as the picture has them, each class with the generation in which its structure last changed, and each
 *     broken source with its last good class files
 * @param gone types and packages that came or went, with their generations
 * @param structural whether anything is different that other sources can see
 * @param changed class files that run differently
 */
record CompilerDiff(
        TreeMap<String, CompilerUnit> units, Map<String, Integer> gone, boolean structural, Set<ChangedType> changed) {

    /**
     * Compares.
     *
     * @param compiled the sources that were compiled
     * @param generation that of the state to come
     */
    static CompilerDiff between(
            CompilerSide side, CompilerState before, CompilerPicture after, Set<String> compiled, int generation) {
        Map<String, CompilerType> typesBefore = new HashMap<>();
        before.units().values().forEach(unit -> unit.types().forEach(type -> typesBefore.put(type.name(), type)));
        Set<String> packagesBefore = new HashSet<>();
        typesBefore.values().forEach(type -> CompilerJar.addPackages(packagesBefore, type.packageName()));
        Map<String, Integer> gone = new HashMap<>(before.gone());
        boolean structural = false;
        TreeMap<String, CompilerUnit> units = new TreeMap<>();
        for (CompilerUnit unit : after.units().values()) {
            List<CompilerType> types = new ArrayList<>();
            for (CompilerType type : unit.types()) {
                CompilerType old = typesBefore.remove(type.name());
                boolean differs = !type.isLocal() && (old == null || !old.shape().equals(type.shape()));
                structural |= differs;
                if (old == null) gone.remove(type.name());
                types.add(type.inGeneration(differs ? generation : old == null ? 0 : old.generation()));
            }
            CompilerUnit earlier = before.units().get(unit.path());
            Map<String, byte[]> aside = unit.broken() && earlier != null ? goodClasses(side, earlier) : Map.of();
            units.put(unit.path(), new CompilerUnit(
                    unit.path(), unit.hash(), types, unit.references(), unit.uses(), unit.broken(), unit.problems(),
                    unit.shapes(), aside));
        }
        for (CompilerType type : typesBefore.values()) {
            if (type.isLocal()) continue;
            gone.put(type.name(), generation);
            structural = true;
        }
        Set<String> packagesNow = after.packages();
        Set<String> packages = new HashSet<>(packagesBefore);
        packages.addAll(packagesNow);
        for (String name : packages) {
            if (packagesBefore.contains(name) == packagesNow.contains(name)) continue;
            gone.put(name + CompilerState.PACKAGE_MARK, generation);
            structural = true;
        }
        return new CompilerDiff(units, gone, structural, changed(side, before.units(), units, compiled));
    }

    /** The class files that a source had when it last compiled. */
    static Map<String, byte[]> goodClasses(CompilerSide side, CompilerUnit unit) {
        if (unit.broken()) return unit.aside();
        Map<String, byte[]> classes = new HashMap<>();
        for (CompilerType type : unit.types()) {
            side.runnable(type).ifPresent(bytes -> classes.put(type.name(), bytes));
        }
        return classes;
    }

    /** What differs between the class files that could last be run, and those that can be run now. */
    private static Set<ChangedType> changed(
            CompilerSide side, Map<String, CompilerUnit> before, Map<String, CompilerUnit> after,
            Set<String> compiled) {
        Set<String> concerned = new TreeSet<>(compiled);
        before.keySet().stream().filter(path -> !after.containsKey(path)).forEach(concerned::add);
        after.keySet().stream().filter(path -> !before.containsKey(path)).forEach(concerned::add);
        Map<String, CompilerType> earlier = new HashMap<>();
        Set<String> waiting = new HashSet<>();
        for (String path : concerned) {
            CompilerUnit unit = before.get(path);
            if (unit != null) goodTypes(unit).forEach(type -> earlier.put(type.name(), type));
            CompilerUnit now = after.get(path);
            if (now != null && now.broken()) waiting.addAll(now.aside().keySet());
        }
        Map<String, Kind> kinds = new TreeMap<>();
        Set<String> present = new HashSet<>();
        for (String path : concerned) {
            CompilerUnit unit = after.get(path);
            if (unit == null || unit.broken()) continue;
            for (CompilerType type : unit.types()) {
                present.add(type.name());
                CompilerType old = earlier.get(type.name());
                if (old == null) kinds.put(type.name(), Kind.NEW);
                else if (!old.shape().equals(type.shape())) kinds.put(type.name(), Kind.STRUCTURE);
                else if (!old.hash().equals(type.hash())) kinds.put(type.name(), Kind.BODY);
            }
        }
        for (String name : earlier.keySet()) {
            if (!present.contains(name) && !waiting.contains(name)) kinds.put(name, Kind.REMOVED);
        }
        Set<ChangedType> changed = new HashSet<>();
        kinds.forEach((name, kind) ->
                changed.add(new ChangedType(side.module(), side.scope(), name.replace('/', '.'), kind)));
        return changed;
    }

    /** The classes of a source as they were when it last compiled. */
    private static Collection<CompilerType> goodTypes(CompilerUnit unit) {
        if (!unit.broken()) return unit.types();
        CompilerSource nowhere = new CompilerSource(unit.path(), unit.hash(), "");
        return CompilerPicture.unitOf(nowhere, unit.aside(), References.ALL, false, List.of()).types();
    }
}
