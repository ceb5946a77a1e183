package dev.testls.worker.kept;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a lease left in libraries and what could be put back of it. Keys are {@code jar class#field}; each has what changed, for people.
 */
public final class Leftovers {
    /** Is as it was before the lease. */
    public final Map<String, String> putBack = new TreeMap<>();
    /** Is not, and may carry something to later tests, though it is more likely to be the library's own doing. */
    public final Map<String, String> suspects = new TreeMap<>();
    /** Was chosen, or holds something of the project, and cannot be put back: the JVM is of no further use. */
    public final Map<String, String> lasting = new TreeMap<>();
}
