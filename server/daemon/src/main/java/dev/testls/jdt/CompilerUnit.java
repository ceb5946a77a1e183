package dev.testls.jdt;

import dev.testls.model.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is known of a source file since it was compiled.
 *
 * @param path of the file
 * @param hash of the very text that was compiled
 * @param types the classes that it declares; of a broken one as far as the compiler could tell
 * @param references the names that it mentions, for finding what a change elsewhere concerns
 * @param uses binary names of classes that its class files mention, without its own; empty for a broken one
 * @param problems its errors; a broken unit may have none, where javac stopped before it came to it
 * @param shapes of a broken one: what other units see of its types, as class files that are never run
 * @param aside of a broken one: its class files from when it last compiled
 */
record CompilerUnit(
        String path, String hash, List<CompilerType> types, References references, List<String> uses, boolean broken,
        List<Problem> problems, Map<String, byte[]> shapes, Map<String, byte[]> aside) {

    /**
     * A class.
     *
     * @param name the binary name, with slashes
     * @param hash of the class file
     * @param shape what other sources see of it, as a digest; empty for a class inside a method
     * @param generation of its side in which its structure last changed
     */
    record CompilerType(String name, String hash, String shape, int generation) {
        String packageName() {
            return packageOf(name);
        }

        /** Whether it is one inside a method, which no other source can name. */
        boolean isLocal() {
            return shape.isEmpty();
        }

        CompilerType inGeneration(int other) {
            return new CompilerType(name, hash, shape, other);
        }
    }

    /**
     * Names that a source file mentions, or that were looked up for it, found or not: each array sorted.
     *
     * @param all whether nothing is known, so that any change may concern it
     * @param qualified packages and types, with slashes, its own package among them; those of {@code java} are left out
     */
    record References(boolean all, String packageName, String[] simple, String[] qualified) {
        static final References ALL = new References(true, "", new String[0], new String[0]);

        /**
         * Whether a change of this name can concern the source: it must mention the simple name, and the package around
         * it, be it as its own, by an import, or in a name. (Its root then is mentioned too.)
         */
        boolean mentions(Name name) {
            return all || mentionsPackage(name.packageName()) && Arrays.binarySearch(simple, name.simpleName()) >= 0;
        }

        /** ECJ tells a package of one segment among the simple names, and any other one among the qualified ones. */
        boolean mentionsPackage(String name) {
            if (name.isEmpty() || name.equals(packageName)) return true;
            return Arrays.binarySearch(name.indexOf('/') < 0 ? simple : qualified, name) >= 0;
        }
    }

    /** A type or package by its simple name and the package around it. A member type goes by its outermost type. */
    record Name(String packageName, String simpleName) {
        static Name ofPackage(String name) {
            return new Name(packageOf(name), name.substring(name.lastIndexOf('/') + 1));
        }
    }

    static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /**
     * The names that a change of the type may be mentioned by: more than one where the name itself may hold a dollar.
     */
    static List<Name> namesOf(String type) {
        String packageName = packageOf(type);
        String simple = type.substring(type.lastIndexOf('/') + 1);
        int dollar = simple.indexOf('$', 1);
        if (dollar < 0) return List.of(new Name(packageName, simple));
        return List.of(new Name(packageName, simple.substring(0, dollar)), new Name(packageName, simple));
    }
}
