package dev.testls.jdt;

import dev.testls.model.Problem;
import java.util.List;

/** javac finds errors in sources that ECJ has compiled: a plain build would not get as far as its tests. */
public final class JavacRefuses extends Exception {
    private static final long serialVersionUID = 1;

    JavacRefuses(List<Problem> errors) {
        super(errors.isEmpty() ? "javac refuses the sources, without a word" : text(errors.get(0)));
    }

    private static String text(Problem error) {
        return error.file().map(it -> it + ":" + error.line() + " does not compile with javac: ").orElse("javac refuses the sources: ") + error.message();
    }
}
