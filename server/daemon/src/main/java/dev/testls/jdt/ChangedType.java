package dev.testls.jdt;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;

/**
 * A class file that differs from what it was.
 *
 * <p>A class whose source does not compile at the moment is not told as changed: its last good class file is the
 * measure once it compiles again.
 *
 * @param className the binary name: {@code a.Foo$Bar}
 */
public record ChangedType(ModuleId module, Scope scope, String className, Kind kind) {
    /**
     * A closed set. {@code BODY}: only code inside methods, or what no other class can see, differs. {@code STRUCTURE}:
     * also something that other classes can see, inlined constants among it.
     */
    public enum Kind { BODY, STRUCTURE, NEW, REMOVED }
}
