package dev.testls.project;

import dev.testls.model.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * What the build's own compilers made of one side of a module.
 *
 * @param classes what they made, class files above all; of a side that does not compile, what they last made of it
 * @param content equal where all of this is
 * @param broken why it does not compile; empty text when it does
 * @param problems what the compilers said, where that could be understood
 */
public record BuiltSide(Path classes, String content, String broken, List<Problem> problems) {
    public BuiltSide {
        problems = List.copyOf(problems);
    }

    public boolean isBroken() {
        return !broken.isEmpty();
    }
}
