package dev.testls.worker.kept;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a lease left in libraries and what could be put back of it. Keys are {@code jar class#field}; each has what changed, for people.
 */
public final class Leftovers {
    private static final int MOST_TOLD = 1000;

    /** Is as it was before the lease. */
    public final Map<String, String> putBack = new TreeMap<>();
    /** Is not, and may carry something to later tests, though it is more likely to be the library's own doing. */
    public final Map<String, String> suspects = new TreeMap<>();
    /** Nor is this, which the library's own code does for itself: a cache that grew, something made when it was first wanted. */
    public final Map<String, String> ownDoing = new TreeMap<>();
    /** Was chosen, or holds something of the project, and cannot be put back: the JVM is of no further use. */
    public final Map<String, String> lasting = new TreeMap<>();

    /** All that is not as it was and may stay so, as far as it can be told. */
    public Map<String, String> mayStay() {
        Map<String, String> all = new TreeMap<>(suspects);
        for (Map.Entry<String, String> each : ownDoing.entrySet()) {
            if (all.size() < MOST_TOLD) all.putIfAbsent(each.getKey(), each.getValue());
        }
        return all;
    }
}
