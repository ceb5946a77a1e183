package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** A peer's capabilities, of which this version of tls reads and writes its own only. */
public record Capabilities(@Nullable Experimental experimental) {
    /** LSP's place for what is not LSP. */
    public record Experimental(@Nullable TlsCapabilities tls) {}
}
