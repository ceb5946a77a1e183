package dev.testls.graph;

import dev.testls.base.ContentHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a class file says, as hashes of the parts that different uses of the class depend on.
 *
 * @param name the binary name: {@code a.Foo$Bar}
 * @param source the name of the source file, without a folder, where the class file tells it; part of no hash
 * @param supertypes its superclass and interfaces, in order; classes of the JDK aside
 * @param content of the file's bytes
 * @param shape of what every use can see: flags, supertypes, signature, annotations that last to run time, fields with their
 *     constants, record components, permitted subclasses, defaults of annotation elements
 * @param init of the class initialiser and of the constants that stand in for one
 * @param virtuals of the list of methods that take part in dispatch, or that a framework finds on an object
 * @param declared of what the file tells to whoever passes over code: the shape, every declared method and nested class, in the order of the file
 * @param full of everything but debug information
 * @param annotations annotation types on the class and its members, and classes that are values in annotations
 * @param ownAnnotations annotation types on the class itself
 * @param methods by name and descriptor
 * @param references every class that the file names; classes of the JDK aside
 */
public record ClassFacts(
        String name, String source, List<String> supertypes, ContentHash content, ContentHash shape, ContentHash init, ContentHash virtuals,
        ContentHash declared, ContentHash full, Set<String> annotations, Set<String> ownAnnotations, Map<String, MethodFacts> methods, Set<String> references) {
    /** The key of the class initialiser among {@link #methods}. */
    public static final String INITIALISER = "<clinit>()V";

    public ClassFacts {
        supertypes = List.copyOf(supertypes);
        annotations = Set.copyOf(annotations);
        ownAnnotations = Set.copyOf(ownAnnotations);
        methods = Map.copyOf(methods);
        references = Set.copyOf(references);
    }

    /** What {@code bytes} say. A class file that cannot be read, of a newer Java perhaps, is known by its content only. */
    public static ClassFacts of(String name, byte[] bytes) {
        try {
            return ClassFileVisitor.read(name, bytes);
        } catch (RuntimeException unreadable) {
            ContentHash content = ContentHash.of(bytes);
            return new ClassFacts(name, "", List.of(), content, content, content, content, content, content, Set.of(), Set.of(), Map.of(), Set.of());
        }
    }

    /** The hash of a method's code; empty when there is no such method. */
    public Optional<ContentHash> body(String method) {
        return Optional.ofNullable(methods.get(method)).map(MethodFacts::body);
    }
}
