package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** LSP's {@code TextDocumentIdentifier}. */
public record TextDocument(@Required @Nullable String uri) {}
