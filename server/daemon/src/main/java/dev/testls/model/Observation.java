package dev.testls.model;

import dev.testls.base.ContentHash;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a test was seen to depend on while it ran. More than it used may stand here, never less.
 *
 * <p>Code that made static state counts for every test that used the state, also where it ran on behalf of an earlier
 * test: class initialisers, and what ran inside methods that write static fields.
 *
 * @param test a test method, all its invocations together; or a class: what ran in it outside of its tests
 * @param executed methods of project classes: by binary class name, each {@code name(descriptor)result}
 * @param reflected project classes that were asked for by name or looked at through reflection
 * @param lookups resources, files, variables and properties that were asked for, found or not
 * @param code of each class in {@code executed}, the hash of the class file that it was defined from
 * @param exact whether it is this test's alone; else threads could not be told apart, and it is that of the whole class
 */
public record Observation(
        TestId test, Map<String, Set<String>> executed, Set<String> reflected, Set<Lookup> lookups,
        Map<String, ContentHash> code, boolean exact) {
    public Observation {
        Map<String, Set<String>> copy = new HashMap<>();
        executed.forEach((name, methods) -> copy.put(name, Set.copyOf(methods)));
        executed = Map.copyOf(copy);
        reflected = Set.copyOf(reflected);
        lookups = Set.copyOf(lookups);
        code = Map.copyOf(code);
    }

    /**
     * Something that a test asked for.
     *
     * @param name for {@code RESOURCE} as the class loader was asked, with slashes; for {@code SCANNED}, too, of whose class files only
     *     the declarations were read; for {@code FILE} an absolute, normalized path; for {@code BUNDLE} the base name, with slashes, of a family of resources; for {@code CLASS} the
     *     binary name of a class that was asked for by name and is not there; for {@code VARIABLE} and {@code PROPERTY} the
     *     name of a variable of the environment or of a system property, empty for all of them
     */
    public record Lookup(Kind kind, String name) implements Comparable<Lookup> {
        /** A closed set. */
        public enum Kind { RESOURCE, SCANNED, FILE, BUNDLE, CLASS, VARIABLE, PROPERTY }

        @Override
        public int compareTo(Lookup other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    /** Whether it tells of a class outside of its tests, which then counts for each of them. */
    public boolean ofClass() {
        return test.method().isEmpty();
    }
}
