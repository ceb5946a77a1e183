package dev.testls.app;

import dev.testls.cli.Call;
import dev.testls.cli.CommandLine;
import dev.testls.cli.Unattended;
import dev.testls.engine.Live;
import dev.testls.project.ProjectReader;
import dev.testls.rpc.StopWhen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a daemon serves: opened once it holds the workspace's lock, closed before it lets go of it. */
interface Workspace extends AutoCloseable {
    CommandLine commandLine();

    /** For those who look at it for long. */
    Live live();

    /** Ends all that it started. A second call does nothing. */
    @Override
    void close();

    /** Opens one. */
    @FunctionalInterface
    interface Opener {
        /**
         * @throws Refusal when the distribution cannot be used
         * @throws IOException when the state cannot be read or written
         */
        Workspace open(Surroundings surroundings) throws Refusal, IOException;

        /** What a command line is answered that needs no workspace to be opened; empty where it needs one. */
        default Optional<Unattended.Answer> answer(Call call, Path root) {
            return Unattended.answer(call, ProjectReader.missing(root));
        }
    }

    /**
     * What a workspace may know of the process that serves it.
     *
     * @param state a directory for it alone, of this user alone
     * @param distribution holds {@code lib/}, where the worker's and the Maven extension's jars lie
     * @param environment of the process
     * @param stop to be told that somebody wishes the daemon to end; returns at once
     */
    record Surroundings(
            Path root, Path state, Path distribution, Path log, String version, Map<String, String> environment, Consumer<StopWhen> stop) {}
}
