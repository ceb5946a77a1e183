package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** The part of LSP's {@code InitializeResult} that tls fills. */
public record InitializeResult(@Nullable ServerCapabilities capabilities, @Nullable NameVersion serverInfo) {}
