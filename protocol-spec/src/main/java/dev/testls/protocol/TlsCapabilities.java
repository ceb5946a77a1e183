package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** What a peer says of itself beyond LSP. A client fills {@code protocolVersion} alone. */
public record TlsCapabilities(
        @Nullable Integer protocolVersion, @Nullable String build, @Nullable Long pid, @Nullable String root,
        @Nullable String runtimeHome, @Nullable String log) {}
