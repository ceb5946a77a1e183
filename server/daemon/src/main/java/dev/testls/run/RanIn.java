package dev.testls.run;

import dev.testls.select.Proof;
import java.util.Map;

/**
 * The JVM that the outcomes of a class which were told came out of.
 *
 * @param proof what they are worth
 * @param suspects what earlier leases had left in static fields of libraries there, as {@code Lease#suspects} has it
 */
public record RanIn(Proof proof, Map<String, String> suspects) {
    public RanIn {
        suspects = Map.copyOf(suspects);
    }

    static RanIn fresh(Proof proof) {
        return new RanIn(proof, Map.of());
    }
}
