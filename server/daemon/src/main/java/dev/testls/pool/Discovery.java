package dev.testls.pool;

import dev.testls.model.TestDescriptor;
import java.util.List;

/**
 * What the real JUnit Platform discovered, parents before children.
 *
 * @param problem why it could not be done; empty text when it could
 */
public record Discovery(List<Found> found, String problem) {
    public Discovery {
        found = List.copyOf(found);
    }

    /** A node and its tags. */
    public record Found(TestDescriptor test, java.util.Set<String> tags) {
        public Found {
            tags = java.util.Set.copyOf(tags);
        }
    }
}
