package dev.testls.project;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the build tool. This room starts no processes itself. */
@FunctionalInterface
public interface BuildProcess {
    /**
     * Runs a command to its end and tells each line of its output, standard error among it.
     *
     * @param environment the whole environment; nothing is inherited
     * @throws IOException when it cannot be started
     */
    Finished run(Cancel cancel, List<String> command, Path directory, Map<String, String> environment,
            Consumer<String> line)
            throws IOException;

    /** How a process ended. */
    record Finished(int exitCode) {}
}
