package dev.testls.rpc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.jspecify.annotations.Nullable;

/** What of LSP a client may ask or tell. Any parameter, and any member of one, may be {@code null}. */
interface LspMethods {
    @JsonNotification("textDocument/didOpen")
    void didOpen(@Nullable DidOpenTextDocumentParams params);

    @JsonNotification("textDocument/didChange")
    void didChange(@Nullable DidChangeTextDocumentParams params);

    @JsonNotification("textDocument/didSave")
    void didSave(@Nullable DidSaveTextDocumentParams params);

    @JsonNotification("textDocument/didClose")
    void didClose(@Nullable DidCloseTextDocumentParams params);

    @JsonNotification("workspace/didChangeConfiguration")
    void didChangeConfiguration(@Nullable DidChangeConfigurationParams params);

    @JsonNotification("window/workDoneProgress/cancel")
    void cancelProgress(@Nullable WorkDoneProgressCancelParams params);

    @JsonRequest("textDocument/codeLens")
    CompletableFuture<List<CodeLens>> codeLens(@Nullable CodeLensParams params);

    @JsonRequest("textDocument/hover")
    CompletableFuture<@Nullable Hover> hover(@Nullable HoverParams params);

    @JsonRequest("workspace/executeCommand")
    CompletableFuture<@Nullable Object> executeCommand(@Nullable ExecuteCommandParams params);
}
