package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What came of a test when it last ran.
 *
 * @param certain false where only a process that served earlier runs has said so; otherwise absent
 * @param revision that the run saw; absent when it was in an earlier life of the server
 */
public record LastResult(
        @Required @Words(value = {TestFinishedParams.PASSED, TestFinishedParams.FAILED, TestFinishedParams.ERROR, TestFinishedParams.SKIPPED}, open = true)
                @Nullable String outcome,
        @Nullable Double durationMs, @Nullable Boolean certain, @Nullable Long revision) {}
