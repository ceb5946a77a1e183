package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run.
 *
 * @param noTestsRun why; there whenever no test ran, and only then
 * @param notRun what was selected and could not run
 */
public record RunFinishedParams(
        @Required @Nullable String runId,
        @Required
        @Words(
                value = {COMPLETED, STOPPED_EARLY, NOTHING_AFFECTED, STILL_RED, OUT_OF_TIME, CANCELLED, BUILD_FAILED, INTERNAL_ERROR}, open = true)
                @Nullable String ending,
        @Required @Nullable Totals totals, @Nullable String noTestsRun, @Nullable List<NotRun> notRun, @Required @Nullable Double durationMs) {
    public static final String COMPLETED = "completed";
    public static final String STOPPED_EARLY = "stoppedEarly";
    public static final String NOTHING_AFFECTED = "nothingAffected";
    public static final String STILL_RED = "stillRed";
    public static final String OUT_OF_TIME = "outOfTime";
    public static final String CANCELLED = "cancelled";
    public static final String BUILD_FAILED = "buildFailed";
    public static final String INTERNAL_ERROR = "internalError";

    /** How many; {@code tests} is the sum of the four after it, {@code flaky} are among the passed ones, {@code provisional} among passed and skipped ones. */
    public record Totals(
            @Required @Nullable Integer tests, @Required @Nullable Integer passed, @Required @Nullable Integer failed,
            @Required @Nullable Integer errors, @Required @Nullable Integer skipped, @Required @Nullable Integer flaky,
            @Nullable Integer provisional, @Required @Nullable Integer compileErrors) {}

    /** Something that was selected and could not run. */
    public record NotRun(@Required @Nullable String name, @Required @Nullable String why) {}
}
