package dev.testls.cli;

import dev.testls.base.Cancel;

/** {@code tls ARGUMENTS}, asked by a client; called on a thread of its own for each call, many at once. */
public interface CommandLine {
    /** Does what was asked and returns the process's exit code. Returns soon after {@code cancel} was requested. */
    int execute(Cancel cancel, Call call, Console console);
}
