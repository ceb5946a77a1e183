package dev.testls.protocol;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.jspecify.annotations.Nullable;

/** What a client may ask about tests; one page of the specification for each method. Any parameter may be {@code null}. */
public interface TlsTests {
    @JsonRequest("tls/synchronize")
    CompletableFuture<SynchronizeResult> synchronize();

    @JsonRequest("tls/discover")
    CompletableFuture<DiscoverResult> discover(@Nullable DiscoverParams params);

    @JsonRequest("tls/run")
    CompletableFuture<RunResult> run(@Nullable RunParams params);

    @JsonRequest("tls/cancel")
    CompletableFuture<CancelResult> cancel(@Nullable CancelParams params);

    @JsonRequest("tls/affected")
    CompletableFuture<AffectedResult> affected(@Nullable AffectedParams params);

    @JsonRequest("tls/why")
    CompletableFuture<WhyResult> why(@Nullable WhyParams params);

    @JsonRequest("tls/coverage")
    CompletableFuture<CoverageResult> coverage(@Nullable CoverageParams params);

    @JsonRequest("tls/status")
    CompletableFuture<Status> status();
}
