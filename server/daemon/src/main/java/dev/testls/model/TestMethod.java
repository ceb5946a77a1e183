package dev.testls.model;

import java.util.Optional;
import java.util.Set;

/**
 * A test method as its source tells it.
 *
 * @param method the name with simple erased parameter types, as in {@link TestId#method()}
 * @param displayName what the engine will show, as far as source can tell
 * @param tags its own, its class's and their supertypes' tags, as the engine will see them
 * @param disabled the reason when an annotation switches it off unconditionally; may be empty text
 * @param declaredIn the file whose text holds it: of a supertype when it is inherited; empty when it comes from a jar
 */
public record TestMethod(
        String method, Kind kind, String displayName, Set<String> tags, Optional<String> disabled,
        Optional<SourcePath> declaredIn, Optional<SourceRange> range) {
    public TestMethod {
        tags = Set.copyOf(tags);
    }

    public String name() {
        int paren = method.indexOf('(');
        return paren < 0 ? method : method.substring(0, paren);
    }

    /** A closed set. {@code SINGLE} is one test; the others are known in number only when they run. */
    public enum Kind { SINGLE, PARAMETERIZED, REPEATED, FACTORY, TEMPLATE }
}
