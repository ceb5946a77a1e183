package dev.testls.rpc;

import dev.testls.base.Cancel;

/** Does what command lines ask for; called on a thread of its own for each, many at once. */
@FunctionalInterface
public interface Commands {
    /** Returns the exit code, soon after {@code cancel} was requested. */
    int execute(Cancel cancel, ExecRequest request, ExecConsole console);
}
