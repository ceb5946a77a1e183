package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A part of a run begins.
 *
 * @param text for people; may be absent
 * @param revision that the tests will see; with {@link #RUN}
 * @param tests how many are expected, as far as known; with {@link #RUN}
 * @param workers how many run side by side; with {@link #RUN}
 */
public record RunPhaseParams(
        @Required @Nullable String runId, @Required @Words(value = {READ, COMPILE, SELECT, RUN}, open = true) @Nullable String phase,
        @Nullable String text, @Nullable Long revision, @Limits @Nullable Integer tests, @Limits @Nullable Integer workers) {
    public static final String READ = "read";
    public static final String COMPILE = "compile";
    public static final String SELECT = "select";
    public static final String RUN = "run";
}
