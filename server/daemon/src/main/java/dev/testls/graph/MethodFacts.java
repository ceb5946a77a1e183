package dev.testls.graph;

import dev.testls.base.ContentHash;
import java.util.List;

/**
 * What is known of one method.
 *
 * @param body of its code, without line numbers, names of local variables and places in the constant pool
 * @param onInstance whether it runs on an object: neither static nor an initialiser of the class
 * @param mentions what its code names, in order, each once; classes of the JDK aside
 */
public record MethodFacts(ContentHash body, boolean onInstance, List<Mention> mentions) {
    public MethodFacts {
        mentions = List.copyOf(mentions);
    }
}
