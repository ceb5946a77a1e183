package dev.testls.engine;

/** What a round of a continuous run is to run; a closed set. Each within what was selected from the start. */
public enum Wish {
    /** What a change can have changed, and what has not run since. */
    AFFECTED,
    /** Everything. */
    ALL,
    /** What was red when it last ran. */
    FAILED,
    /** What the changes since the last commit concern. */
    SINCE_COMMIT,
    /** The classes of the last round once more. */
    AGAIN
}
