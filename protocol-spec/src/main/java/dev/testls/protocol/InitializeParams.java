package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** The part of LSP's {@code InitializeParams} that tls reads. */
public record InitializeParams(
        @Nullable Integer processId, @Nullable NameVersion clientInfo, @Nullable Capabilities capabilities) {}
