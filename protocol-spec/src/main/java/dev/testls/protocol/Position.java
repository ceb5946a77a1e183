package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** LSP's: both counted from zero, {@code character} in UTF-16 code units. */
public record Position(@Required @Limits @Nullable Integer line, @Required @Limits @Nullable Integer character) {}
