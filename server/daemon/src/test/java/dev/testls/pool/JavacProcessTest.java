package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a process that says when it has read one, and answers when it is told to: its javac is a script. */
class JavacProcessTest {
    @TempDir Path directory;

    private Path asked;
    private Path go;
    private JavacProcess process;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        asked = directory.resolve("asked");
        go = directory.resolve("go");
        assertThat(new ProcessBuilder("mkfifo", asked.toString(), go.toString()).start().waitFor()).isZero();
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                while true; do
                  head -c 5 >/dev/null
                  echo asked > %s
                  read -r word < %s
                  printf '\\000\\000\\000\\001x'
                done
                """.formatted(asked, go));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        process = JavacProcess.start(directory.resolve("jdk"), Path.of("worker.jar"), directory.resolve("logs"));
    }

    private CompletableFuture<byte[]> ask(Cancel cancel) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return process.ask(cancel, new byte[] {1});
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void whoIsCancelledWhileAnotherIsAnsweredDoesNotDisturbIt() throws Exception {
        CompletableFuture<byte[]> first = ask(Cancel.never());
        assertThat(Files.readString(asked)).isEqualTo("asked\n");
        Cancel cancel = new Cancel();
        CompletableFuture<byte[]> second = ask(cancel);
        cancel.request();
        assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
        Files.writeString(go, "go\n");
        assertThat(first.get(30, TimeUnit.SECONDS)).containsExactly('x');
        process.end();
    }

    @Test
    void whoIsCancelledWhileItIsAnsweredEndsTheProcess() throws Exception {
        Cancel cancel = new Cancel();
        CompletableFuture<byte[]> first = ask(cancel);
        assertThat(Files.readString(asked)).isEqualTo("asked\n");
        cancel.request();
        assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThat(process.isAlive()).isFalse();
    }
}
