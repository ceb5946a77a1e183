package dev.testls.model;

/**
 * How a test ended; a closed set, with Surefire's distinction: a failure is an assertion that did not hold
 * ({@link AssertionError}), an error is any other throwable. An aborted assumption is {@code SKIPPED}.
 */
public enum Outcome {
    PASSED, FAILED, ERROR, SKIPPED;

    /** Whether a build with this outcome in it is red. */
    public boolean isRed() {
        return this == FAILED || this == ERROR;
    }
}
