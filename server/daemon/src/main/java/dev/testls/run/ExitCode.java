package dev.testls.run;

/** What {@code tls} exits with; stable, in the manner of pytest. */
public enum ExitCode {
    PASSED(0), TESTS_FAILED(1), BUILD_FAILED(2), INTERNAL_ERROR(3), USAGE(4), NOTHING_SELECTED(5), INTERRUPTED(130);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    public int value() {
        return value;
    }
}
