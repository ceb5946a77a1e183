package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** A process of a run waits for a debugger before it begins. */
public record DebuggerListeningParams(
        @Required @Nullable String runId, @Required @Nullable String host, @Required @Limits(from = 1, to = 65535) @Nullable Integer port) {}
