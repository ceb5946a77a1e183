package dev.testls.pool;

import dev.testls.base.Cancel;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that runs to its end and is heard line by line: a build tool, not a worker. */
public final class ChildProcess {
    /** How long a process may take to end itself after it was told to. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private ChildProcess() {}

    /**
     * Runs a command and answers its exit code. Cancelling ends it and everything it has started.
     *
     * @param environment the whole environment; nothing is inherited
     * @param line gets standard output and standard error, in the order in which they came
     * @throws IOException when it cannot be started
     */
    public static int run(Cancel cancel, List<String> command, Path directory, Map<String, String> environment,
            Consumer<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        // A build that asks a question gets the end of input rather than a daemon that waits for ever.
        builder.redirectInput(ProcessBuilder.Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null")));
        Process process = builder.start();
        try (Cancel.Registration ending = cancel.onRequest(() -> endTree(process));
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
            for (String text = output.readLine(); text != null; text = output.readLine()) line.accept(text);
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " ran", e);
        } finally {
            if (process.isAlive()) endTree(process);
        }
    }

    private static void endTree(Process process) {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        tree.forEach(ProcessHandle::destroy);
        CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> tree.forEach(ProcessHandle::destroyForcibly));
    }
}
