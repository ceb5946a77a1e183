package dev.testls.model;

import dev.testls.base.ContentHash;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A source file of a module, with what its content was when the snapshot was taken.
 *
 * @param root the source root that it stands in; the path below it gives the package
 */
public record SourceFile(SourcePath path, ModuleId module, Scope scope, Path root, ContentHash hash) {
    /** Which file of the workspace it is. */
    public Id id() {
        return new Id(path, module, scope);
    }

    /** A closed set. */
    public enum Scope { MAIN, TEST }

    /** A file may be one of several modules, or of main code and tests, when they share a source root: it is another one to each. */
    public record Id(SourcePath path, ModuleId module, Scope scope) implements Comparable<Id> {
        private static final Comparator<Id> ORDER =
                Comparator.comparing(Id::path).thenComparing(Id::module).thenComparing(Id::scope);

        @Override
        public int compareTo(Id other) {
            return ORDER.compare(this, other);
        }
    }
}
