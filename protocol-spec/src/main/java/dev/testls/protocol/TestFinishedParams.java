package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A test ended.
 *
 * @param skipReason may be empty text
 * @param attempts earlier ones in this run that ended in another way, the oldest first
 * @param certain false where only a process that served earlier runs has said so; otherwise absent
 * @param flaky whether it passed only when it was tried again under the same conditions
 */
public record TestFinishedParams(
        @Required @Nullable String runId, @Required @Nullable String id,
        @Required @Words(value = {PASSED, FAILED, ERROR, SKIPPED}, open = true) @Nullable String outcome, @Required @Nullable Double durationMs,
        @Nullable Failure failure, @Nullable String skipReason, @Nullable List<Attempt> attempts, @Nullable Boolean flaky, @Nullable Boolean certain,
        @Nullable String worker) {
    public static final String PASSED = "passed";
    public static final String FAILED = "failed";
    public static final String ERROR = "error";
    public static final String SKIPPED = "skipped";

    /** An earlier go at the same test, and where it was. */
    public record Attempt(
            @Required @Words(value = {PASSED, FAILED, ERROR, SKIPPED}, open = true) @Nullable String outcome, @Required @Nullable Double durationMs,
            @Nullable Failure failure, @Required @Nullable String where) {}
}
