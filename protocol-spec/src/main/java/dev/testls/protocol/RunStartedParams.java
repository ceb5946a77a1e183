package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run begins.
 *
 * @param startedBy whose wish it was; {@code mine}: of this connection
 * @param round of a continuous run: this is one of its rounds
 */
public record RunStartedParams(
        @Required @Nullable String runId, @Required @Words({RunParams.RUN, RunParams.DEBUG, RunParams.COVERAGE}) @Nullable String kind,
        @Required @Nullable Boolean continuous, @Required @Nullable Boolean mine, @Nullable NameVersion startedBy, @Nullable Round round) {
    /**
     * One go of a continuous run, which is a run itself.
     *
     * @param of the continuous run's id
     * @param number counted from one
     * @param changed documents that differ from those of the round before
     */
    public record Round(@Required @Nullable String of, @Required @Limits(from = 1) @Nullable Integer number, @Nullable List<String> changed) {}
}
