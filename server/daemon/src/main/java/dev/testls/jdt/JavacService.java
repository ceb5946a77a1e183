package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.model.JavacRequest;
import dev.testls.model.JavacResult;
import java.io.IOException;

/** A javac of the project's own JDK, in a process of its own that stays warm. */
@FunctionalInterface
public interface JavacService {
    /**
     * Compiles; errors in the sources are an answer.
     *
     * @throws IOException when no javac answered, with what, where and what to do
     * @throws java.util.concurrent.CancellationException when stopping was asked for
     */
    JavacResult compile(Cancel cancel, JavacRequest request) throws IOException;
}
