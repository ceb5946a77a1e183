package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Something was written.
 *
 * @param id the test that wrote it; absent when it belongs to none
 */
public record TestOutputParams(
        @Required @Nullable String runId, @Nullable String id, @Required @Words({ExecOutputParams.OUT, ExecOutputParams.ERR}) @Nullable String stream,
        @Required @Nullable String text) {}
