package dev.testls.jdt;

import dev.testls.base.ContentHash;
import dev.testls.jdt.CompilerUnit.CompilerType;
import dev.testls.jdt.CompilerUnit.Name;
import dev.testls.jdt.CompilerUnit.References;
import dev.testls.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jdt.internal.compiler.env.IBinaryType;
import org.jspecify.annotations.Nullable;

/**
 * A side as it is being built: what was there before, and in its place, in memory, what was compiled since. It belongs
 * to one build and changes with it.
 */
final class CompilerPicture {
    private final CompilerSide side;
    private final TreeMap<String, CompilerUnit> units = new TreeMap<>();
    /** Which source declares a class. */
    private final Map<String, String> owners = new HashMap<>();
    /** Class files, and shapes of broken classes, of all sources that were compiled in this build. */
    private final Map<String, byte[]> staged = new HashMap<>();
    private final Map<String, IBinaryType> stagedReaders = new HashMap<>();

    /** Nothing is in it yet. */
    CompilerPicture(CompilerSide side) {
        this.side = side;
    }

    /** The sources by path, in order. */
    Map<String, CompilerUnit> units() {
        return Collections.unmodifiableMap(units);
    }

    CompilerUnit unit(String path) {
        return units.get(path);
    }

    /** What was made of a class in this build; empty when it is as before. */
    Optional<byte[]> staged(String type) {
        return Optional.ofNullable(staged.get(type));
    }

    Map<String, byte[]> staged() {
        return Collections.unmodifiableMap(staged);
    }

    /** Puts sources in as they were before. */
    void keep(Collection<CompilerUnit> earlier) {
        for (CompilerUnit unit : earlier) {
            units.put(unit.path(), unit);
            unit.types().forEach(type -> owners.put(type.name(), unit.path()));
        }
    }

    void clear() {
        units.clear();
        owners.clear();
        staged.clear();
        stagedReaders.clear();
    }

    /** Puts a source in as it was compiled now. */
    void stage(CompilerUnit unit, Map<String, byte[]> classes) {
        units.put(unit.path(), unit);
        unit.types().forEach(type -> owners.put(type.name(), unit.path()));
        staged.putAll(classes);
        stagedReaders.keySet().removeAll(classes.keySet());
    }

    /** Takes a source out, with the classes that it declares; returns the names that are no more. */
    Set<Name> forget(String path) {
        CompilerUnit unit = units.remove(path);
        if (unit == null) return Set.of();
        for (CompilerType type : unit.types()) {
            if (!owners.remove(type.name(), path)) continue;
            staged.remove(type.name());
            stagedReaders.remove(type.name());
        }
        return names(unit);
    }

    /** The shapes of the classes that these sources declare, by name. */
    Map<String, String> shapes(Collection<String> paths) {
        Map<String, String> shapes = new HashMap<>();
        for (String path : paths) {
            CompilerUnit unit = units.get(path);
            if (unit == null) continue;
            for (CompilerType type : unit.types()) {
                if (path.equals(owners.get(type.name()))) shapes.put(type.name(), type.shape());
            }
        }
        return shapes;
    }

    /** The source that declares a class. */
    Optional<String> owner(String type) {
        return Optional.ofNullable(owners.get(type));
    }

    /** The names of types that came, went, or are of another shape than before. */
    Set<Name> changes(Map<String, String> shapesBefore, Collection<String> paths) {
        Set<Name> names = new HashSet<>();
        Set<String> now = new HashSet<>();
        for (String path : paths) {
            for (CompilerType type : units.get(path).types()) {
                now.add(type.name());
                if (!type.shape().equals(shapesBefore.getOrDefault(type.name(), type.isLocal() ? "" : "none"))) {
                    names.addAll(CompilerUnit.namesOf(type.name()));
                }
            }
        }
        for (String name : shapesBefore.keySet()) {
            if (!now.contains(name) && !CompilerShape.isLocal(name)) names.addAll(CompilerUnit.namesOf(name));
        }
        return names;
    }

    /** The names that the classes of a source are mentioned by. */
    static Set<Name> names(CompilerUnit unit) {
        Set<Name> names = new HashSet<>();
        for (CompilerType type : unit.types()) {
            if (!type.isLocal()) names.addAll(CompilerUnit.namesOf(type.name()));
        }
        return names;
    }

    /** The packages of all classes, and those around them. */
    Set<String> packages() {
        Set<String> packages = new HashSet<>();
        owners.keySet().forEach(name -> CompilerJar.addPackages(packages, CompilerUnit.packageOf(name)));
        return packages;
    }

    /** The names of packages that came or went. */
    static Set<Name> packageChanges(Set<String> before, Set<String> after) {
        Set<Name> names = new HashSet<>();
        for (String name : before) {
            if (!after.contains(name)) names.add(Name.ofPackage(name));
        }
        for (String name : after) {
            if (!before.contains(name)) names.add(Name.ofPackage(name));
        }
        return names;
    }

    /** The sources that a change of these names can concern, but for those that saw it when they were compiled. */
    Set<String> concernedBy(Set<Name> touched, Set<String> butFor) {
        Set<String> paths = new TreeSet<>();
        if (touched.isEmpty()) return paths;
        for (CompilerUnit unit : units.values()) {
            if (butFor.contains(unit.path())) continue;
            if (touched.stream().anyMatch(unit.references()::mentions)) paths.add(unit.path());
        }
        return paths;
    }

    /** The sources that do not compile. */
    Set<String> broken() {
        Set<String> broken = new TreeSet<>();
        units.values().stream().filter(CompilerUnit::broken).forEach(unit -> broken.add(unit.path()));
        return broken;
    }

    /** Has the problems of a source be these and no others. */
    void blame(String path, List<Problem> problems) {
        CompilerUnit unit = units.get(path);
        units.put(path, new CompilerUnit(
                unit.path(), unit.hash(), unit.types(), unit.references(), unit.uses(), unit.broken(), problems,
                unit.shapes(), unit.aside()));
    }

    /** Makes a source that compiled a broken one; what others see of it stays. */
    void markBroken(String path, List<Problem> errors) {
        CompilerUnit unit = units.get(path);
        Map<String, byte[]> shapes = new HashMap<>();
        for (CompilerType type : unit.types()) {
            byte[] bytes = staged.get(type.name());
            Optional<byte[]> known = bytes == null ? side.bytes(type.name()) : Optional.of(bytes);
            known.ifPresent(found -> shapes.put(type.name(), found));
        }
        staged.putAll(shapes);
        units.put(path, new CompilerUnit(
                path, unit.hash(), unit.types(), unit.references(), List.of(), true, errors, shapes, Map.of()));
    }

    /** What the side itself holds, but for the classes of some sources. */
    CompilerPath without(Set<String> hidden) {
        return new Visible(hidden);
    }

    /**
     * A source as it was compiled.
     *
     * @param classes its class files, by binary name; of a broken one, its shapes
     */
    static CompilerUnit unitOf(
            CompilerSource source, Map<String, byte[]> classes, References references, boolean broken,
            List<Problem> errors) {
        List<CompilerType> types = new ArrayList<>();
        Set<String> uses = new TreeSet<>();
        for (Map.Entry<String, byte[]> entry : new TreeMap<>(classes).entrySet()) {
            String name = entry.getKey();
            String shape = CompilerShape.isLocal(name) ? "" : CompilerShape.of(entry.getValue());
            types.add(new CompilerType(name, ContentHash.of(entry.getValue()).hex(), shape, 0));
            if (!broken) CompilerUses.addTo(uses, entry.getValue());
        }
        uses.removeAll(classes.keySet());
        return new CompilerUnit(
                source.path(), source.hash(), types, references, List.copyOf(uses), broken, errors,
                broken ? classes : Map.of(), Map.of());
    }

    private final class Visible implements CompilerPath {
        private final Set<String> hidden;
        private final Set<String> packages = new HashSet<>();

        Visible(Set<String> hidden) {
            this.hidden = hidden;
            owners.forEach((name, path) -> {
                if (!hidden.contains(path)) CompilerJar.addPackages(packages, CompilerUnit.packageOf(name));
            });
        }

        @Override
        public boolean hasPackage(String name) {
            return packages.contains(name);
        }

        @Override
        public @Nullable IBinaryType find(String packageName, String className) {
            String name = packageName.isEmpty() ? className : packageName + "/" + className;
            String owner = owners.get(name);
            if (owner == null || hidden.contains(owner)) return null;
            byte[] bytes = staged.get(name);
            if (bytes == null) return side.find(packageName, className);
            return stagedReaders.computeIfAbsent(name, n -> CompilerSide.reader(n, bytes));
        }
    }
}
