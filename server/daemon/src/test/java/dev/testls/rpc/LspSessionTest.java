package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.engine.FakeLive;
import dev.testls.engine.Origin;
import dev.testls.engine.RunRequest;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.junit.jupiter.api.Test;

class LspSessionTest {
    private static final Path FILE = Path.of("/home/ada/shop/src/test/java/a/AdderTest.java");

    /** A file system that does not answer held up everybody: the file was looked for with the lock of all events held. */
    @Test
    void whoTellsARedTestDoesNotWaitForItsFileToBeFound() throws InterruptedException {
        FakeLive live = new FakeLive("");
        CountDownLatch answers = new CountDownLatch(1);
        BlockingQueue<PublishDiagnosticsParams> sent = new LinkedBlockingQueue<>();
        LspSession session = new LspSession(live, (module, className) -> {
            await(answers);
            return Optional.of(FILE);
        }, (method, params) -> {
            if (params instanceof PublishDiagnosticsParams it) sent.add(it);
        }, (method, params) -> {}, "lsp");
        session.open(new SourcePath(FILE), 1, "");

        // Returns when all of it was told, a red test too.
        RunRequest everything = RunRequest.everything(new TreeMap<>());
        live.run(new Cancel(), new RunRequest(new RunId("r1"), everything.selectors(), everything.affected(), everything.names(), everything.tags(),
                everything.failedTests(), everything.settings(), everything.environment(), everything.systemProperties()), Origin.commandLine(), event -> {});
        assertThat(sent).isEmpty();
        answers.countDown();
        PublishDiagnosticsParams told = sent.take();
        assertThat(told.getUri()).isEqualTo("file:///home/ada/shop/src/test/java/a/AdderTest.java");
        assertThat(told.getDiagnostics()).hasSize(1);
        session.end();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
