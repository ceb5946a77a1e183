package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** A wish that a run end. */
public record CancelParams(@Required @Nullable String runId) {}
