package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** LSP's. */
public record Location(@Required @Nullable String uri, @Required @Nullable Range range) {}
