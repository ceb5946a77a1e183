package dev.testls.worker.observe;

/** Something that can be seen. Equal things have one number in a {@link Registry}. */
final class Thing {
    final Kind kind;
    /** The class of a method or field, by its binary name; else empty. */
    final String owner;
    /** A method with its descriptor, a field, or what was asked for. */
    final String name;
    /** Where a method is declared; else null. */
    final ClassFile file;

    Thing(Kind kind, String owner, String name, ClassFile file) {
        this.kind = kind;
        this.owner = owner;
        this.name = name;
        this.file = file;
    }

    /** A closed set. {@code FIELD} is a static one, and leads to what made its value; {@code SHARED} to all that used it. Neither is told itself. */
    enum Kind { METHOD, FIELD, REFLECTED, RESOURCE, SCANNED, FILE, BUNDLE, CLASS, VARIABLE, PROPERTY, SHARED }
}
