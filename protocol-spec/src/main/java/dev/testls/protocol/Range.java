package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** LSP's: the end is excluded. */
public record Range(@Required @Nullable Position start, @Required @Nullable Position end) {}
