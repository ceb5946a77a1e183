package dev.testls.protocol;

import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;

/** What a server tells without being asked. */
public interface TlsClient {
    @JsonNotification("tls/execOutput")
    void execOutput(ExecOutputParams params);

    @JsonNotification("tls/execReadKeys")
    void execReadKeys(ExecReadKeysParams params);
}
