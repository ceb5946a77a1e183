package dev.testls.jdt;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The methods of a class with those that it inherits, as the JUnit Platform's {@code ReflectionSupport.findMethods}
 * finds them: overridden ones are left out, whether the overriding one is annotated or not.
 */
final class Methods {
    private final Map<Type, List<Found>> known = new HashMap<>();

    /** A method and the type that declares it. */
    record Found(Type owner, MethodFacts facts) {}

    /** The type's own methods in source order, then those of its interfaces, then those of its superclasses. */
    List<Found> of(Type type) {
        List<Found> methods = known.get(type);
        if (methods == null) {
            methods = find(type);
            known.put(type, methods);
        }
        return methods;
    }

    private List<Found> find(Type type) {
        List<Found> local = declared(type);
        Type superclass = type.superclass();
        if (superclass == null && type.interfaces().isEmpty()) return local;
        List<Found> overriding = new ArrayList<>(local);
        overriding.addAll(inheritedDefaults(type));
        Set<Found> all = new LinkedHashSet<>(overriding);
        for (Found method : ofInterfaces(type)) {
            if (isNotOverridden(method, overriding)) all.add(method);
        }
        if (superclass != null) {
            for (Found method : of(superclass)) {
                if (isNotOverridden(method, overriding)) all.add(method);
            }
        }
        return List.copyOf(all);
    }

    private static List<Found> declared(Type type) {
        List<Found> methods = new ArrayList<>(type.facts.methods().size());
        for (MethodFacts method : type.facts.methods()) {
            if (!method.isConstructor()) methods.add(new Found(type, method));
        }
        return methods;
    }

    /** The default methods that are really inherited: by neither a class nor another interface overridden. */
    private static List<Found> inheritedDefaults(Type type) {
        List<Found> candidates = new ArrayList<>();
        List<Found> ofClasses = new ArrayList<>();
        for (Type supertype : type.supertypes()) {
            if (!supertype.facts.kind().isInterface()) {
                ofClasses.addAll(declared(supertype));
                continue;
            }
            for (Found method : declared(supertype)) {
                if (method.facts.isPublic() && !method.facts.isStatic()) candidates.add(method);
            }
        }
        List<Found> inherited = new ArrayList<>();
        for (Found method : candidates) {
            if (method.facts.isAbstract() || !isNotOverridden(method, ofClasses)) continue;
            boolean overridden = candidates.stream().anyMatch(other -> other.owner != method.owner
                    && other.owner.supertypes().contains(method.owner) && overrides(other, method));
            if (!overridden) inherited.add(method);
        }
        return inherited;
    }

    private static List<Found> ofInterfaces(Type type) {
        List<Found> all = new ArrayList<>();
        for (Type implemented : type.interfaces()) {
            List<Found> local = new ArrayList<>();
            for (Found method : declared(implemented)) {
                if (!method.facts.isAbstract() && method.facts.isPublic()) local.add(method);
            }
            all.addAll(local);
            for (Found method : ofInterfaces(implemented)) {
                if (isNotOverridden(method, local)) all.add(method);
            }
        }
        return all;
    }

    private static boolean isNotOverridden(Found upper, List<Found> lowers) {
        for (Found lower : lowers) {
            if (overrides(lower, upper)) return false;
        }
        return true;
    }

    private static boolean overrides(Found lower, Found upper) {
        MethodFacts above = upper.facts;
        if (!above.name().equals(lower.facts.name())) return false;
        if (lower.facts.isStatic() || above.isPrivate() || above.isStatic() || Modifier.isFinal(above.modifiers())) {
            return false;
        }
        if (above.isPackagePrivate() && !upper.owner.packageName().equals(lower.owner.packageName())) return false;
        if (above.parameterTypes().equals(lower.facts.parameterTypes())) return true;
        // With a type variable in its signature the upper method's erasure may differ; overloads that take other
        // types in the same places do not occur where the subclass had to name what the variable stands for.
        return above.generic() && above.parameterTypes().size() == lower.facts.parameterTypes().size();
    }
}
