package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's capabilities, as far as tls asks for them; all but {@code experimental} are LSP's. */
public record Capabilities(
        @Nullable Experimental experimental, @Nullable General general, @Nullable Window window, @Nullable Workspace workspace) {
    /** LSP's place for what is not LSP. */
    public record Experimental(@Nullable TlsCapabilities tls) {}

    /** @param positionEncodings what columns may be counted in; UTF-16 always may */
    public record General(@Nullable List<String> positionEncodings) {}

    /** @param workDoneProgress whether the client shows progress that the server begins */
    public record Window(@Nullable Boolean workDoneProgress) {}

    /** What the client does for a whole workspace. */
    public record Workspace(@Nullable CodeLens codeLens) {
        /** @param refreshSupport whether lenses may be asked to be asked for again */
        public record CodeLens(@Nullable Boolean refreshSupport) {}
    }
}
