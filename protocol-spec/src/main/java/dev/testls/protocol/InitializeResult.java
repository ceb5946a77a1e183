package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** The part of LSP's {@code InitializeResult} that tls fills. */
public record InitializeResult(@Nullable Capabilities capabilities, @Nullable NameVersion serverInfo) {}
