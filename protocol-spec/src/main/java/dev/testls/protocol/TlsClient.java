package dev.testls.protocol;

import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;

/** What a server tells without being asked. */
public interface TlsClient {
    @JsonNotification("tls/execOutput")
    void execOutput(ExecOutputParams params);

    @JsonNotification("tls/execReadKeys")
    void execReadKeys(ExecReadKeysParams params);

    @JsonNotification("tls/testsChanged")
    void testsChanged(TestsChangedParams params);

    @JsonNotification("tls/statusChanged")
    void statusChanged(Status params);

    @JsonNotification("tls/eventsLost")
    void eventsLost();

    @JsonNotification("tls/runStarted")
    void runStarted(RunStartedParams params);

    @JsonNotification("tls/runPhase")
    void runPhase(RunPhaseParams params);

    @JsonNotification("tls/runMessage")
    void runMessage(RunMessageParams params);

    @JsonNotification("tls/debuggerListening")
    void debuggerListening(DebuggerListeningParams params);

    @JsonNotification("tls/testsEnqueued")
    void testsEnqueued(TestsEnqueuedParams params);

    @JsonNotification("tls/testStarted")
    void testStarted(TestStartedParams params);

    @JsonNotification("tls/testOutput")
    void testOutput(TestOutputParams params);

    @JsonNotification("tls/testFinished")
    void testFinished(TestFinishedParams params);

    @JsonNotification("tls/testsConfirmed")
    void testsConfirmed(TestsConfirmedParams params);

    @JsonNotification("tls/coverageFound")
    void coverageFound(CoverageFoundParams params);

    @JsonNotification("tls/runFinished")
    void runFinished(RunFinishedParams params);
}
