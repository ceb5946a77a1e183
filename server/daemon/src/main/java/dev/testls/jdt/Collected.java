package dev.testls.jdt;

import dev.testls.model.TestTree;
import java.util.List;

/**
 * What a collection came to.
 *
 * @param parsedFiles how many files had to be parsed for it
 * @param notices what could not be read, for people; each is said once
 */
public record Collected(TestTree tree, int parsedFiles, List<String> notices) {
    public Collected {
        notices = List.copyOf(notices);
    }
}
