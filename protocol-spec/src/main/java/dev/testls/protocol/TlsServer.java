package dev.testls.protocol;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.jspecify.annotations.Nullable;

/** What a client may ask; one page of the specification for each method. Any parameter may be {@code null}. */
public interface TlsServer {
    @JsonRequest("initialize")
    CompletableFuture<InitializeResult> initialize(@Nullable InitializeParams params);

    @JsonNotification("initialized")
    void initialized();

    @JsonRequest("shutdown")
    CompletableFuture<@Nullable Object> shutdown();

    @JsonNotification("exit")
    void exit();

    @JsonRequest("tls/exec")
    CompletableFuture<ExecResult> exec(@Nullable ExecParams params);

    @JsonNotification("tls/execInput")
    void execInput(@Nullable ExecInputParams params);

    @JsonNotification("tls/execResize")
    void execResize(@Nullable ExecResizeParams params);

    @JsonRequest("tls/stop")
    CompletableFuture<@Nullable Object> stop(@Nullable StopParams params);
}
