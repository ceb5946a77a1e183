package dev.testls.cli;

import dev.testls.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;

/** The process that a command line speaks to, as far as commands tell of it or steer it. */
public interface Host {
    Engine engine();

    String version();

    long pid();

    Duration uptime();

    Path logFile();

    Path stateDirectory();

    /** Ends the process soon, once this call has been answered. */
    void stop();
}
