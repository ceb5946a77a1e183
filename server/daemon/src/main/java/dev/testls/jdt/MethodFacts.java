package dev.testls.jdt;

import dev.testls.model.SourceRange;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * What a method's or constructor's declaration says.
 *
 * @param name {@link #CONSTRUCTOR} for a constructor
 * @param returnType the erased simple name; {@code void} for a constructor
 * @param parameterTypes the erased simple names: {@code String[]} for {@code String...}, {@code Entry} for
 *     {@code Map.Entry<K, V>}, a type variable's leftmost bound
 * @param generic whether a type variable stands in the signature
 */
record MethodFacts(
        String name, int modifiers, String returnType, List<String> parameterTypes, boolean generic,
        List<AnnotationFacts> annotations, SourceRange range) {
    static final String CONSTRUCTOR = "<init>";

    MethodFacts {
        parameterTypes = List.copyOf(parameterTypes);
        annotations = List.copyOf(annotations);
    }

    /** The name that a {@link dev.testls.model.TestId} gives it: {@code adds(int,String)}. */
    String signature() {
        return parameterTypes.isEmpty() ? name + "()" : name + "(" + String.join(",", parameterTypes) + ")";
    }

    boolean isPublic() {
        return Modifier.isPublic(modifiers);
    }

    boolean isPrivate() {
        return Modifier.isPrivate(modifiers);
    }

    boolean isPackagePrivate() {
        return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE)) == 0;
    }

    boolean isStatic() {
        return Modifier.isStatic(modifiers);
    }

    boolean isAbstract() {
        return Modifier.isAbstract(modifiers);
    }

    boolean isConstructor() {
        return name.equals(CONSTRUCTOR);
    }

    boolean returnsVoid() {
        return returnType.equals("void");
    }
}
