package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** The run was begun; its events follow. */
public record RunResult(@Required @Nullable String runId) {}
