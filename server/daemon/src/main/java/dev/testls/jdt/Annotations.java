package dev.testls.jdt;

import dev.testls.jdt.Type.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which annotations an engine finds on a class or method: directly, as a meta-annotation, on interfaces, or inherited.
 *
 * <p>The search orders are those of the JUnit Platform's {@code AnnotationSupport}; where several annotations could
 * answer, its first is ours.
 */
final class Annotations {
    private Annotations() {}

    static boolean has(Type type, String annotation) {
        return find(type, annotation).isPresent();
    }

    static boolean has(Type owner, MethodFacts method, String annotation) {
        return find(owner, method, annotation).isPresent();
    }

    /** As {@code AnnotationSupport.findAnnotation} on a class. */
    static Optional<Use> find(Type type, String annotation) {
        return Optional.ofNullable(findOn(type, annotation, isInherited(type, annotation), new HashSet<>()));
    }

    /** As {@code AnnotationSupport.findAnnotation} on a method. */
    static Optional<Use> find(Type owner, MethodFacts method, String annotation) {
        List<Use> uses = owner.annotations(method);
        if (uses.isEmpty()) return Optional.empty();
        for (Use use : uses) {
            if (use.isA(annotation)) return Optional.of(use);
        }
        for (Use use : uses) {
            Optional<Use> found = use.type().metaAnnotation(annotation, () -> find(use.type(), annotation));
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    /** The annotation on the class itself or, where its type is inherited, on the nearest superclass that has it. */
    static Optional<Use> present(Type type, String annotation) {
        return allPresent(type).stream().filter(use -> use.isA(annotation)).findFirst();
    }

    /** The annotation on the method itself. */
    static Optional<Use> present(Type owner, MethodFacts method, String annotation) {
        return owner.annotations(method).stream().filter(use -> use.isA(annotation)).findFirst();
    }

    /** As {@code AnnotationSupport.findRepeatableAnnotations} on a class: those of supertypes first. */
    static List<Use> repeatable(Type type, String annotation, String container) {
        List<Use> found = new ArrayList<>();
        addRepeatable(type, annotation, container, isInherited(type, container), found, new HashSet<>());
        return found;
    }

    /** As {@code AnnotationSupport.findRepeatableAnnotations} on a method. */
    static List<Use> repeatable(Type owner, MethodFacts method, String annotation, String container) {
        List<Use> uses = owner.annotations(method);
        if (uses.isEmpty()) return List.of();
        List<Use> found = new ArrayList<>();
        addRepeatable(uses, annotation, container, isInherited(owner, container), found, new HashSet<>());
        return found;
    }

    private static boolean isInherited(Type site, String annotation) {
        Type type = site.see(annotation);
        return type != null && type.isInherited();
    }

    private static @Nullable Use findOn(Type type, String annotation, boolean inherited, Set<Object> seen) {
        for (Use use : type.annotations()) {
            if (use.isA(annotation)) return use;
        }
        Use found = findMeta(type.annotations(), annotation, inherited, seen);
        if (found != null) return found;
        for (Type implemented : type.interfaces()) {
            found = findOn(implemented, annotation, inherited, seen);
            if (found != null) return found;
        }
        Type superclass = type.superclass();
        if (superclass == null) return null;
        if (inherited) {
            found = findOn(superclass, annotation, true, seen);
            if (found != null) return found;
        }
        return findMeta(allPresent(type), annotation, inherited, seen);
    }

    private static @Nullable Use findMeta(List<Use> uses, String annotation, boolean inherited, Set<Object> seen) {
        for (Use use : uses) {
            if (!seen.add(use.identity())) continue;
            Use found = findOn(use.type(), annotation, inherited, seen);
            if (found != null) return found;
        }
        return null;
    }

    /** As {@code Class.getAnnotations()}. */
    private static List<Use> allPresent(Type type) {
        Type superclass = type.superclass();
        if (superclass == null) return type.annotations();
        Map<String, Use> all = new LinkedHashMap<>();
        for (Use use : allPresent(superclass)) {
            if (use.type().isInherited()) all.put(use.type().name, use);
        }
        for (Use use : type.annotations()) all.put(use.type().name, use);
        return List.copyOf(all.values());
    }

    private static void addRepeatable(
            Type type, String annotation, String container, boolean inherited, List<Use> found, Set<Object> seen) {
        Type superclass = type.superclass();
        if (inherited && superclass != null) addRepeatable(superclass, annotation, container, true, found, seen);
        for (Type implemented : type.interfaces()) {
            addRepeatable(implemented, annotation, container, inherited, found, seen);
        }
        addRepeatable(type.annotations(), annotation, container, inherited, found, seen);
        if (superclass != null) addRepeatable(allPresent(type), annotation, container, inherited, found, seen);
    }

    private static void addRepeatable(
            List<Use> uses, String annotation, String container, boolean inherited, List<Use> found, Set<Object> seen) {
        for (Use use : uses) {
            if (!seen.add(use.identity())) continue;
            if (use.isA(annotation)) {
                found.add(use);
            } else if (use.isA(container)) {
                contained(use).forEach(found::add);
            } else {
                addRepeatable(use.type(), annotation, container, inherited, found, seen);
            }
        }
    }

    private static List<Use> contained(Use container) {
        List<Use> uses = new ArrayList<>();
        Value values = container.facts().value("value");
        if (values == null) return uses;
        for (Value element : Constants.elements(values)) {
            if (!(element instanceof Value.Nested nested)) continue;
            Type type = container.site().resolve(nested.annotation().type());
            if (type != null) uses.add(new Use(nested.annotation(), type, container.site()));
        }
        return uses;
    }
}
