package dev.testls.oracle;

import java.util.Collections;
import java.util.List;

/** Surefire's four numbers. {@code tests} counts all, the skipped ones too. */
public record Totals(int tests, int failed, int errors, int skipped) {
    static Totals of(List<Ending> endings) {
        return new Totals(
                endings.size(), Collections.frequency(endings, Ending.FAILED),
                Collections.frequency(endings, Ending.ERROR), Collections.frequency(endings, Ending.SKIPPED));
    }

    @Override
    public String toString() {
        return tests + " tests, " + failed + " failed, " + errors + " errors, " + skipped + " skipped";
    }
}
