package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One call of {@code tls}: a process that runs or has ended. */
final class Tls {
    /** Ends a wait that would otherwise never end. */
    static final long PATIENCE_SECONDS = 180;

    private final Process process;
    private final Path out;
    private final Path err;

    private Tls(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts the distribution's client.
     *
     * @param logs where its output is kept while it runs
     * @param environment on top of this process's own
     */
    static Tls start(Path directory, Path logs, Map<String, String> environment, String... arguments) {
        List<String> words = new ArrayList<>(List.of(command().toString()));
        words.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(logs, "tls", ".out");
            Path err = Files.createTempFile(logs, "tls", ".err");
            ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            // There nothing would run in a reused JVM that is not certain.
            builder.environment().remove("CI");
            builder.environment().putAll(environment);
            return new Tls(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path command() {
        Path command = Path.of(System.getProperty("tls.command", "")).toAbsolutePath().normalize();
        assertThat(command).as("the client; name another one with -Dtls.command").isExecutable();
        return command;
    }

    /** Waits for its end. */
    Ended ended() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("tls has not ended; so far it said\n" + said());
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError("interrupted while tls ran; so far it said\n" + said(), e);
        }
    }

    /** What Ctrl-C sends. */
    void interrupt() {
        try {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while sending a signal", e);
        }
    }

    private String said() {
        try {
            return Files.readString(out) + Files.readString(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a call ended, and all that it said. */
    record Ended(int exit, String out, String err) {
        /** Itself, if that was the exit code; all it said goes into the failure otherwise. */
        Ended exits(int code) {
            assertThat(exit).as("exit code of a call that said\n%s%s", out, err).isEqualTo(code);
            return this;
        }

        Ended says(String... parts) {
            assertThat(out + err).contains(parts);
            return this;
        }

        Ended doesNotSay(String... parts) {
            assertThat(out + err).doesNotContain(parts);
            return this;
        }
    }
}
