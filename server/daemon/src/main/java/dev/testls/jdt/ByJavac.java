package dev.testls.jdt;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What javac has to compile so that there are class files as a plain build makes them of what was compiled last. They stand beside the
 * outputs, with all else that is in those. Where javac cannot be had ECJ's class files serve.
 */
public final class ByJavac {
    private final List<JavacClasses> sides;

    /** @param sides each after those that it is compiled against */
    ByJavac(List<JavacClasses> sides) {
        this.sides = sides;
    }

    /** Where they stand, for one of the {@link Outputs} of a module. */
    public static Path output(Path output) {
        return output.resolveSibling("by-javac").resolve(output.getFileName());
    }

    /**
     * Compiles what is not up to date. On any thread, while nobody else does so for the same compiler.
     *
     * @throws java.util.concurrent.CancellationException when stopping was asked for; the next call goes on
     * @throws JavacRefuses when javac finds errors in what ECJ compiled; the compiler's next answer has them
     * @throws UncheckedIOException when an output cannot be written
     */
    public void compile(Cancel cancel) throws JavacRefuses {
        for (JavacClasses side : sides) {
            cancel.check();
            try {
                side.update(cancel);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot put what javac compiles into " + side.output(), e);
            }
        }
    }
}
