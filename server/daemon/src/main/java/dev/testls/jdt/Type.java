package dev.testls.jdt;

import dev.testls.model.SourceRange;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A type with what it is made of: supertypes, member types and annotations, found when they are asked for.
 *
 * <p>Law: no supertype leads back to the type itself; where broken code says so, those supertypes are left out.
 */
final class Type {
    /** The binary name. */
    final String name;
    final ClassFacts facts;
    /** The type that this one is a member of; null for a top-level type, and for one of a class file. */
    final @Nullable Type enclosing;
    /** The file that it stands in; null for a type of a class file. */
    final @Nullable FileScope scope;
    private final Types.View view;
    private final boolean ofJdk;

    private final Map<String, Type> declared = new HashMap<>();
    private final Memo<Type> members;
    private final Memo<Type> annotationTypes;
    private final Memo<Supertypes> supertypes;
    private final Map<String, Optional<Use>> metaAnnotations = new HashMap<>();
    private boolean linking;
    private @Nullable List<Use> annotations;

    private Type(String name, ClassFacts facts, @Nullable Type enclosing, @Nullable FileScope scope, Types.View view,
            boolean ofJdk) {
        this.name = name;
        this.facts = facts;
        this.enclosing = enclosing;
        this.scope = scope;
        this.view = view;
        this.ofJdk = ofJdk;
        this.members = new Memo<>(view.circles());
        this.annotationTypes = new Memo<>(view.circles());
        this.supertypes = new Memo<>(view.circles());
    }

    static Type ofSource(ClassFacts facts, String binaryName, @Nullable Type enclosing, FileScope scope) {
        Type type = new Type(binaryName, facts, enclosing, scope, scope.view, false);
        for (ClassFacts nested : facts.nested()) {
            type.declared.putIfAbsent(nested.name(), ofSource(nested, binaryName + "$" + nested.name(), type, scope));
        }
        return type;
    }

    static Type ofClassFile(ClassFacts facts, Types.View view) {
        return new Type(facts.name(), facts, null, null, view, false);
    }

    /** A type of which no more than the name is known, and no more is needed: the JDK has no tests. */
    static Type ofJdk(String binaryName, Types.View view) {
        ClassFacts facts = new ClassFacts(binaryName, ClassFacts.Kind.CLASS, Modifier.PUBLIC, "", List.of(), List.of(),
                List.of(), Map.of(), List.of(), List.of(), List.of(), new SourceRange(0, 0, 0, 0));
        return new Type(binaryName, facts, null, null, view, true);
    }

    /** @throws IllegalStateException for a type of a class file */
    FileScope file() {
        if (scope == null) throw new IllegalStateException("not in source: " + name);
        return scope;
    }

    boolean isSource() {
        return scope != null;
    }

    boolean isAbstract() {
        return Modifier.isAbstract(facts.modifiers()) || facts.kind().isInterface();
    }

    boolean isPublic() {
        return Modifier.isPublic(facts.modifiers());
    }

    boolean isPrivate() {
        return Modifier.isPrivate(facts.modifiers());
    }

    /** Whether it is a member that needs an instance of its outer class. */
    boolean isInner() {
        boolean member = isSource() ? enclosing != null : name.indexOf('$') > 0;
        return member && facts.kind() == ClassFacts.Kind.CLASS && !Modifier.isStatic(facts.modifiers());
    }

    String simpleName() {
        return isSource() ? facts.name() : name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    String packageName() {
        return SourceNames.packageOf(name);
    }

    /** The types nested in this one's declaration, in source order; none for a class file. */
    List<Type> declaredMembers() {
        List<Type> types = new ArrayList<>(declared.size());
        for (ClassFacts nested : facts.nested()) {
            Type type = declared.get(nested.name());
            if (type != null && type.facts == nested) types.add(type);
        }
        return types;
    }

    @Nullable Type declaredMember(String simpleName) {
        if (isSource()) return declared.get(simpleName);
        return view.binary(name + "$" + simpleName);
    }

    /** The member type with this simple name, declared or inherited. */
    @Nullable Type member(String simpleName) {
        return members.get(simpleName, () -> findMember(simpleName));
    }

    /** A member of a member ..., by a dotted name. */
    @Nullable Type members(String dottedName) {
        Type found = this;
        for (String segment : dottedName.split("\\.")) {
            found = found.member(segment);
            if (found == null) return null;
        }
        return found;
    }

    private @Nullable Type findMember(String simpleName) {
        Type found = declaredMember(simpleName);
        if (found != null) return found;
        Type superclass = superclass();
        if (superclass != null) found = superclass.member(simpleName);
        List<Type> interfaces = interfaces();
        for (int i = 0; found == null && i < interfaces.size(); i++) found = interfaces.get(i).member(simpleName);
        return found;
    }

    /** The superclass; null where there is none but Object, or none that can be found. */
    @Nullable Type superclass() {
        return link().superclass();
    }

    List<Type> interfaces() {
        return link().interfaces();
    }

    /** This type and its superclasses, the lowest first. */
    List<Type> chain() {
        List<Type> chain = new ArrayList<>();
        for (Type type = this; type != null; type = type.superclass()) chain.add(type);
        return chain;
    }

    /** Whether the type with this name is this one or a supertype. */
    boolean isA(String binaryName) {
        return supertypes().stream().anyMatch(type -> type.name.equals(binaryName));
    }

    /** This type and everything above it, each once. */
    Set<Type> supertypes() {
        Set<Type> all = new LinkedHashSet<>();
        addSupertypes(all);
        return all;
    }

    private void addSupertypes(Set<Type> all) {
        if (!all.add(this)) return;
        Type superclass = superclass();
        if (superclass != null) superclass.addSupertypes(all);
        interfaces().forEach(type -> type.addSupertypes(all));
    }

    /** The names of supertypes, its own or those above, that are neither in source nor in a library. */
    List<String> missingSupertypes() {
        List<String> all = new ArrayList<>();
        for (Type type : supertypes()) all.addAll(type.link().missing());
        return all;
    }

    private Supertypes link() {
        if (ofJdk) return Supertypes.NONE;
        if (linking) {
            view.circles().meet();
            return Supertypes.NONE;
        }
        Supertypes found = supertypes.get("", () -> view.circles().within(this::findSupertypes));
        return found == null ? Supertypes.NONE : found;
    }

    private Supertypes findSupertypes() {
        linking = true;
        try {
            List<String> missing = new ArrayList<>();
            boolean hasSuperclass = !facts.superclass().isEmpty() && !facts.superclass().equals("java.lang.Object");
            Type superclass = hasSuperclass ? supertype(facts.superclass(), missing) : null;
            List<Type> interfaces = new ArrayList<>();
            for (String written : facts.interfaces()) {
                Type type = supertype(written, missing);
                if (type != null) interfaces.add(type);
            }
            return new Supertypes(superclass, interfaces, missing);
        } finally {
            linking = false;
        }
    }

    private @Nullable Type supertype(String written, List<String> missing) {
        Type found = resolveOutside(written);
        if (found == null) {
            missing.add(written);
            return null;
        }
        return found.isSource() && found.leadsTo(this, new HashSet<>()) ? null : found;
    }

    /** Whether {@code other} is found by following what is written, which in broken code may be a circle. */
    private boolean leadsTo(Type other, Set<Type> seen) {
        if (this == other) return true;
        if (!isSource() || !seen.add(this)) return false;
        List<String> written = new ArrayList<>(facts.interfaces());
        written.add(facts.superclass());
        for (String name : written) {
            Type next = name.isEmpty() ? null : resolveOutside(name);
            if (next != null && next.leadsTo(other, seen)) return true;
        }
        return false;
    }

    /** What a type name in this type's header or in an annotation of it means. */
    @Nullable Type resolveOutside(String written) {
        return scope == null ? view.binary(written) : scope.resolve(enclosing, written);
    }

    /** What a type name within this type's body means. */
    @Nullable Type resolve(String written) {
        return scope == null ? view.binary(written) : scope.resolve(this, written);
    }

    /** Another type that this one's module sees. */
    @Nullable Type see(String binaryName) {
        return view.binary(binaryName);
    }

    /** The annotations that a running program would see on the declaration of this type. */
    List<Use> annotations() {
        List<Use> found = annotations;
        if (found == null) {
            found = uses(facts.annotations(), true);
            annotations = found;
        }
        return found;
    }

    /** The annotations that a running program would see on one of this type's methods. */
    List<Use> annotations(MethodFacts method) {
        return method.annotations().isEmpty() ? List.of() : uses(method.annotations(), false);
    }

    private List<Use> uses(List<AnnotationFacts> written, boolean onHeader) {
        List<Use> uses = new ArrayList<>(written.size());
        for (AnnotationFacts annotation : written) {
            Type type = annotationType(annotation.type(), onHeader);
            if (type != null && type.isSeenAtRunTime()) uses.add(new Use(annotation, type, this));
        }
        return uses;
    }

    private @Nullable Type annotationType(String written, boolean onHeader) {
        return onHeader ? resolveOutside(written) : annotationTypes.get(written, () -> resolve(written));
    }

    /**
     * What a search for an annotation on this annotation type comes to. Kept for those of class files, which nearly all
     * are and stand on every test.
     */
    Optional<Use> metaAnnotation(String annotation, Supplier<Optional<Use>> search) {
        if (isSource()) return search.get();
        Optional<Use> found = metaAnnotations.get(annotation);
        if (found == null) {
            found = search.get();
            metaAnnotations.put(annotation, found);
        }
        return found;
    }

    private boolean isSeenAtRunTime() {
        for (AnnotationFacts annotation : facts.annotations()) {
            if (isNamed(annotation, "Retention") && annotation.value("value") instanceof Value.Name policy
                    && (policy.name().equals("RUNTIME") || policy.name().endsWith(".RUNTIME"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether subclasses inherit this annotation type. */
    boolean isInherited() {
        return facts.annotations().stream().anyMatch(annotation -> isNamed(annotation, "Inherited"));
    }

    private static boolean isNamed(AnnotationFacts annotation, String name) {
        return annotation.type().equals(name) || annotation.type().equals("java.lang.annotation." + name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** @param missing the names, as written, of those that are nowhere to be found */
    private record Supertypes(@Nullable Type superclass, List<Type> interfaces, List<String> missing) {
        static final Supertypes NONE = new Supertypes(null, List.of(), List.of());
    }

    /**
     * An annotation where it is used. {@code site} is the type on or in which it stands; names in it mean what they
     * mean there.
     */
    record Use(AnnotationFacts facts, Type type, Type site) {
        boolean isA(String annotationType) {
            return type.name.equals(annotationType);
        }

        /** Equal where the JVM's annotations would be: same type, same values. */
        Object identity() {
            return List.of(type.name, facts.values());
        }

        Optional<String> text(String attribute) {
            return Optional.ofNullable(facts.value(attribute)).flatMap(value -> Constants.text(value, site));
        }

        List<String> texts(String attribute) {
            Value value = facts.value(attribute);
            return value == null ? List.of() : Constants.texts(value, site);
        }

        /** The types that class literals name. */
        List<Type> types(String attribute) {
            Value value = facts.value(attribute);
            return value == null ? List.of() : Constants.types(value, site);
        }
    }
}
