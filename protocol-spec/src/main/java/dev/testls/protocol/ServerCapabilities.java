package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server's capabilities; all but {@code experimental} are LSP's.
 *
 * @param positionEncoding what columns of LSP's own methods are counted in
 */
public record ServerCapabilities(
        @Words(value = {UTF_8, UTF_16}, open = true) @Nullable String positionEncoding, @Nullable TextDocumentSync textDocumentSync,
        @Nullable CodeLensProvider codeLensProvider, @Nullable Boolean hoverProvider, @Nullable ExecuteCommandProvider executeCommandProvider,
        Capabilities.@Nullable Experimental experimental) {
    public static final String UTF_8 = "utf-8";
    public static final String UTF_16 = "utf-16";

    /**
     * LSP's.
     *
     * @param change 2: parts of the text
     */
    public record TextDocumentSync(@Nullable Boolean openClose, @Nullable Integer change, @Nullable Boolean save) {}

    /** LSP's. */
    public record CodeLensProvider(@Nullable Boolean resolveProvider) {}

    /** LSP's. */
    public record ExecuteCommandProvider(@Nullable List<String> commands, @Nullable Boolean workDoneProgress) {}
}
