package dev.testls.jdt;

import java.util.List;

/**
 * What one source file says without any other file being known.
 *
 * @param packageName empty for the unnamed package
 * @param types the top-level ones, in source order
 * @param compiled whether this was read from its class files, so that the names of other types are binary names
 * @param broken whether the text is not Java as it stands, so that there may be more in it than is told here
 */
record FileFacts(String packageName, List<Import> imports, List<ClassFacts> types, boolean compiled, boolean broken) {
    static final FileFacts EMPTY = new FileFacts("", List.of(), List.of(), false, false);
    static final FileFacts UNREADABLE = new FileFacts("", List.of(), List.of(), false, true);

    FileFacts {
        imports = List.copyOf(imports);
        types = List.copyOf(types);
    }

    /** The full name of a top-level type of this file. */
    String fullName(ClassFacts type) {
        return packageName.isEmpty() ? type.name() : packageName + "." + type.name();
    }

    /** @param name without the {@code .*} of the on-demand forms */
    record Import(Kind kind, String name) {
        /** The last segment: what a single import makes known. */
        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        /** A closed set. */
        enum Kind { SINGLE, ON_DEMAND, STATIC_SINGLE, STATIC_ON_DEMAND }
    }
}
