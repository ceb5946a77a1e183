package dev.testls.jdt;

import org.eclipse.jdt.internal.compiler.env.IBinaryType;
import org.jspecify.annotations.Nullable;

/**
 * Classes by package: a JDK, a jar, a directory, or what one side of a module compiles to. Names are as in class files:
 * package {@code a/b}, class {@code C$D}. Used by the compiling thread alone.
 */
interface CompilerPath {
    /** Whether classes are in it or below it; the unnamed package always exists. */
    boolean hasPackage(String name);

    @Nullable IBinaryType find(String packageName, String className);
}
