package dev.testls.select;

import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;

/**
 * Something that the outcome of a test can depend on, as the tests' module sees it. At any moment it has a hash.
 *
 * @param name a binary class name; the name of a resource with slashes; an absolute path; of a foundation the execution; of a
 *     variable or property its name, empty for all of them
 * @param member of a {@code BODY} the method's name and descriptor; otherwise empty
 */
public record Dependency(Kind kind, ModuleId view, String name, String member) {
    /** The hash of what is not there. */
    public static final ContentHash ABSENT = ContentHash.of("absent");
    /** A hash that nothing has: for what changed while a test looked at it. */
    static final ContentHash DOUBTFUL = ContentHash.of("doubtful");

    /**
     * A closed set. {@code BODY}: the code of a method. {@code USE}: shape and initialiser of a class, of its supertypes and
     * of the types in their annotations. {@code INSTANCE}: {@code USE}, and what takes part in dispatch. {@code FULL}: all of
     * a class and of its supertypes. {@code RESOURCE}: all resources of the name in the class path's project directories.
     * {@code SCANNED}: the same, of whose class files, it or those below it, only the declarations were read.
     * {@code BUNDLE}: all property files whose names begin so. {@code FILE}: a file, or what a directory lists.
     * {@code VARIABLE}, {@code PROPERTY}: the value of a variable of the environment that the run was asked from, or of a system
     * property that it was asked with. {@code FOUNDATION}: the JVM and its libraries. {@code EVERYTHING}: all code and resources. {@code CODE}: all code.
     */
    public enum Kind {
        BODY("methods' code"), USE("classes' shapes and initialisers"), INSTANCE("classes' lists of methods"), FULL("whole classes"),
        RESOURCE("resources"), BUNDLE("families of property files"), FILE("files"), VARIABLE("variables of the environment"), PROPERTY("system properties"), FOUNDATION("executions' class path and JVM"),
        EVERYTHING("modules' whole code and resources"), CODE("modules' whole code"), SCANNED("scanned packages and class files");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        /** For people: what several of them are called. */
        public String plural() {
            return plural;
        }
    }

    static Dependency of(Kind kind, ModuleId view, String name) {
        return new Dependency(kind, view, name, "");
    }

    /** Whether its hash is made of class files alone. */
    boolean isOfClass() {
        return switch (kind) {
            case BODY, USE, INSTANCE, FULL -> true;
            case RESOURCE, SCANNED, BUNDLE, FILE, VARIABLE, PROPERTY, FOUNDATION, EVERYTHING, CODE -> false;
        };
    }

    /** Whether somebody may change it without compiling anything. */
    boolean isOfFiles() {
        return switch (kind) {
            case RESOURCE, SCANNED, BUNDLE, FILE, EVERYTHING -> true;
            case BODY, USE, INSTANCE, FULL, VARIABLE, PROPERTY, FOUNDATION, CODE -> false;
        };
    }
}
