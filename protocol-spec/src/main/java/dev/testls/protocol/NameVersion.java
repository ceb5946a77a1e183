package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** Who a peer is: LSP's {@code clientInfo} and {@code serverInfo}. */
public record NameVersion(@Nullable String name, @Nullable String version) {}
