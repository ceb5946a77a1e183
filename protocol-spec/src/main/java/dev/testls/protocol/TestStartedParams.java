package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A test begins.
 *
 * @param worker the process that runs it, for people
 */
public record TestStartedParams(@Required @Nullable String runId, @Required @Nullable String id, @Nullable String worker) {}
