package dev.testls.oracle;

import java.util.Locale;

/** How a test case ended, as Surefire's reports tell it; a closed set. */
public enum Ending {
    PASSED, FAILED, ERROR, SKIPPED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
