package dev.testls.jdt;

import dev.testls.model.SourceRange;
import java.util.List;
import java.util.Map;

/**
 * What a type's declaration says, from source or from a class file.
 *
 * <p>Names of other types stand here as they were written; those of a class file are binary names. Modifiers are those
 * of {@link java.lang.reflect.Modifier}, with the implicit ones (a nested interface is static, a method of an interface
 * is public) made explicit.
 *
 * @param name the simple name in source, the binary name in a class file
 * @param superclass empty when none is written
 * @param constants static final fields of type String, by name
 * @param fieldAnnotations each type name that annotates some field; engines with tests in fields are known by it
 * @param nested the member types of a source file; empty for a class file, whose member types are files of their own
 * @param memberNames the simple names of a class file's member types; empty for source
 */
record ClassFacts(
        String name, Kind kind, int modifiers, String superclass, List<String> interfaces,
        List<AnnotationFacts> annotations, List<MethodFacts> methods, Map<String, Value> constants,
        List<String> fieldAnnotations, List<ClassFacts> nested, List<String> memberNames, SourceRange range) {
    ClassFacts {
        interfaces = List.copyOf(interfaces);
        annotations = List.copyOf(annotations);
        methods = List.copyOf(methods);
        constants = Map.copyOf(constants);
        fieldAnnotations = List.copyOf(fieldAnnotations);
        nested = List.copyOf(nested);
        memberNames = List.copyOf(memberNames);
    }

    /** A closed set. */
    enum Kind {
        CLASS, INTERFACE, ANNOTATION, ENUM, RECORD;

        boolean isInterface() {
            return this == INTERFACE || this == ANNOTATION;
        }
    }
}
