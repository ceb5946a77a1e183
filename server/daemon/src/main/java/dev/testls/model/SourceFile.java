package dev.testls.model;

import dev.testls.base.ContentHash;
import java.nio.file.Path;

/**
 * A source file of a module, with what its content was when the snapshot was taken.
 *
 * @param root the source root that it stands in; the path below it gives the package
 */
public record SourceFile(SourcePath path, ModuleId module, Scope scope, Path root, ContentHash hash) {
    /** A closed set. */
    public enum Scope { MAIN, TEST }
}
