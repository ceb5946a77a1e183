package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code tls watch} in a pipe, read line by line while it goes on. */
final class Watching implements AutoCloseable {
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> read = new CopyOnWriteArrayList<>();

    private Watching(Process process) {
        this.process = process;
        Thread reader = new Thread(() -> {
            try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) lines.add(line);
            } catch (IOException e) {
                lines.add("cannot be read: " + e);
            }
        }, "watching");
        reader.setDaemon(true);
        reader.start();
    }

    static Watching start(Workspace workspace, String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(Tls.command().toString()), Stream.of(arguments)).toList())
                    .directory(workspace.path().toFile()).redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true);
            builder.environment().put("TLS_HOME", workspace.home().toString());
            return new Watching(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaits(String part) {
        next(part);
    }

    /** The next line that holds this. */
    String next(String part) {
        try {
            while (true) {
                String line = lines.poll(Tls.PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(line).as("'%s' after\n%s", part, String.join("\n", read)).isNotNull();
                read.add(line);
                if (line.contains(part)) return line;
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What Ctrl-C sends. */
    void interrupt() {
        try {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(Tls.PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it has ended").isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
