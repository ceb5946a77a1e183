package dev.testls.jdt;

import dev.testls.model.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source file's names: what a simple or qualified type name in it means, by the rules of the Java language.
 *
 * <p>Law: {@link #lookups} tells every name of a top-level type whose coming, going or changing could change an answer.
 */
final class FileScope {
    final SourceFile source;
    final FileFacts facts;
    final Types.View view;
    private final List<Type> types = new ArrayList<>();
    private final Memo<Type> simple;
    private final Memo<Type> qualified;
    private final Memo<Type> hidden;
    private final Set<String> lookups = new HashSet<>();
    private final Set<FileScope> reached = new HashSet<>();

    FileScope(SourceFile source, FileFacts facts, Types.View view) {
        this.source = source;
        this.facts = facts;
        this.view = view;
        this.simple = new Memo<>(view.circles());
        this.qualified = new Memo<>(view.circles());
        this.hidden = new Memo<>(view.circles());
        for (ClassFacts type : facts.types()) types.add(Type.ofSource(type, facts.fullName(type), null, this));
    }

    List<Type> types() {
        return types;
    }

    @Nullable Type topLevel(String simpleName) {
        for (Type type : types) {
            if (type.facts.name().equals(simpleName)) return type;
        }
        return null;
    }

    /** The names asked for in this file and in those that it was led to, and in which files answers were found. */
    Set<String> lookups() {
        Set<String> all = new HashSet<>();
        collect(all, new HashSet<>());
        return all;
    }

    private void collect(Set<String> names, Set<FileScope> seen) {
        if (!seen.add(this)) return;
        names.addAll(lookups);
        reached.forEach(scope -> scope.collect(names, seen));
    }

    /** What {@code name} means within the body of {@code from}, or outside any type where that is null. */
    @Nullable Type resolve(@Nullable Type from, String name) {
        if (facts.compiled()) {
            lookups.add(name.replaceFirst("(?<=[^.])\\$.*", ""));
            return reach(view.binary(name));
        }
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        Type found = member(simple(from, first), name, dot);
        if (found == null && dot >= 0) found = qualified(name);
        return found == null ? member(hiddenInPackage(first), name, dot) : found;
    }

    private static @Nullable Type member(@Nullable Type type, String name, int dot) {
        return type == null || dot < 0 ? type : type.members(name.substring(dot + 1));
    }

    /** The type or constant that a static import of {@code simpleName} is made from, in order of precedence. */
    List<Type> staticImports(String simpleName) {
        List<Type> found = new ArrayList<>();
        for (FileFacts.Import declared : facts.imports()) {
            if (declared.kind() == FileFacts.Import.Kind.STATIC_SINGLE && declared.simpleName().equals(simpleName)) {
                add(qualified(SourceNames.packageOf(declared.name())), found);
            }
        }
        for (FileFacts.Import declared : facts.imports()) {
            if (declared.kind() == FileFacts.Import.Kind.STATIC_ON_DEMAND) add(qualified(declared.name()), found);
        }
        return found;
    }

    private @Nullable Type simple(@Nullable Type from, String name) {
        for (Type type = from; type != null; type = type.enclosing) {
            if (type.facts.name().equals(name)) return type;
            Type member = type.member(name);
            if (member != null) return member;
        }
        return simple.get(name, () -> atFileLevel(name));
    }

    private @Nullable Type atFileLevel(String name) {
        Type found = topLevel(name);
        if (found == null) found = singleImport(name);
        if (found == null) found = lookUp(facts.packageName().isEmpty() ? name : facts.packageName() + "." + name);
        if (found == null) found = onDemandImport(name);
        return found == null ? lookUp("java.lang." + name) : found;
    }

    private @Nullable Type singleImport(String name) {
        for (FileFacts.Import declared : facts.imports()) {
            if (!declared.simpleName().equals(name)) continue;
            if (declared.kind() == FileFacts.Import.Kind.SINGLE) {
                Type found = qualified(declared.name());
                if (found != null) return found;
            }
            if (declared.kind() == FileFacts.Import.Kind.STATIC_SINGLE) {
                Type owner = qualified(SourceNames.packageOf(declared.name()));
                Type member = owner == null ? null : owner.member(name);
                if (member != null) return member;
            }
        }
        return null;
    }

    private @Nullable Type onDemandImport(String name) {
        for (FileFacts.Import declared : facts.imports()) {
            Type found = null;
            if (declared.kind() == FileFacts.Import.Kind.ON_DEMAND) {
                found = lookUp(declared.name() + "." + name);
            }
            if (found == null && (declared.kind() == FileFacts.Import.Kind.ON_DEMAND
                    || declared.kind() == FileFacts.Import.Kind.STATIC_ON_DEMAND)) {
                Type owner = qualified(declared.name());
                found = owner == null ? null : owner.member(name);
            }
            if (found != null) return found;
        }
        return null;
    }

    private @Nullable Type hiddenInPackage(String name) {
        lookups.add(facts.packageName() + ".*");
        return hidden.get(name, () -> reach(view.hiddenInPackage(facts.packageName(), name)));
    }

    /** A name with its package: the shortest package that has such a type counts. */
    private @Nullable Type qualified(String name) {
        return qualified.get(name, () -> findQualified(name));
    }

    private @Nullable Type findQualified(String name) {
        for (int dot = name.indexOf('.'); ; dot = name.indexOf('.', dot + 1)) {
            Type found = lookUp(dot < 0 ? name : name.substring(0, dot));
            if (found != null && dot >= 0) found = found.members(name.substring(dot + 1));
            if (found != null) return found;
            if (dot < 0) return view.believed(name);
        }
    }

    private @Nullable Type lookUp(String fullName) {
        lookups.add(fullName);
        return reach(view.topLevel(fullName));
    }

    private @Nullable Type reach(@Nullable Type type) {
        if (type != null && type.scope != null && type.scope != this) reached.add(type.scope);
        return type;
    }

    private static void add(@Nullable Type type, List<Type> types) {
        if (type != null) types.add(type);
    }
}
