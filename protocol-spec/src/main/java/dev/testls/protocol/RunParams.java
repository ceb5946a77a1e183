package dev.testls.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wish that tests run.
 *
 * @param include ids; absent: whatever a plain build runs
 * @param exclude ids
 * @param affected only what changes can have changed
 * @param red what to make of tests that were red when they last ran; absent: as of any other
 * @param names a filter on names, as of {@code tls run -k}
 * @param tags a tag expression
 * @param unsaved whether texts that editors hold unsaved count; absent: they do
 * @param env that the tests are to see; absent: the server's own
 * @param systemProperties for the tests' processes, over those of the build
 */
public record RunParams(
        @Required @Nullable String runId, @Nullable List<@Nullable String> include, @Nullable List<@Nullable String> exclude,
        @Words({RUN, DEBUG, COVERAGE}) @Nullable String kind, @Nullable Boolean continuous,
        @Words({AUTO, WARM, FRESH}) @Nullable String isolation, @Nullable Affected affected, @Words({ONLY, FIRST}) @Nullable String red,
        @Nullable String names, @Nullable String tags, @Limits(from = 1, to = 1024) @Nullable Integer workers,
        @Limits(from = 1) @Nullable Integer maxFail, @Limits(from = 1) @Nullable Integer testTimeoutMs,
        @Limits(from = 1) @Nullable Integer runTimeoutMs, @Nullable Boolean unsaved, @Nullable Map<String, @Nullable String> env,
        @Nullable Map<String, @Nullable String> systemProperties) {
    public static final String RUN = "run";
    public static final String DEBUG = "debug";
    public static final String COVERAGE = "coverage";
    public static final String AUTO = "auto";
    public static final String WARM = "warm";
    public static final String FRESH = "fresh";
    public static final String ONLY = "only";
    public static final String FIRST = "first";

    /**
     * Which changes count.
     *
     * @param since also what differs from this revision of version control
     */
    public record Affected(@Nullable String since) {}
}
