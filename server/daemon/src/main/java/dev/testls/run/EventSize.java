package dev.testls.run;

import dev.testls.model.Failure;
import dev.testls.model.TestResult;

/** How much memory events take while they wait for somebody, in characters, about: for bounds, not for books. */
public final class EventSize {
    /** What the smallest event takes. */
    public static final int SMALL = 300;

    private EventSize() {}

    public static long of(RunEvent event) {
        if (event instanceof RunEvent.Output it) return SMALL + it.text().length();
        if (event instanceof RunEvent.StrayOutput it) return SMALL + it.text().length();
        if (event instanceof RunEvent.TestFinished it) return of(it.result());
        if (event instanceof RunEvent.Compiled it) return SMALL + it.problems().stream().mapToLong(each -> SMALL + each.message().length()).sum();
        if (event instanceof RunEvent.BuildProblemFound it) return SMALL + it.message().length() + it.details().length();
        if (event instanceof RunEvent.Notice it) return SMALL + it.text().length();
        if (event instanceof RunEvent.CoverageFound it) return it.files().stream().mapToLong(file -> SMALL + 80L * file.tests().size()).sum();
        return SMALL;
    }

    public static long of(TestResult result) {
        return SMALL + text(result);
    }

    /** What it holds of what the test wrote and threw. */
    public static long text(TestResult result) {
        long text = result.stdout().length() + result.stderr().length() + result.failure().map(EventSize::text).orElse(0L);
        for (TestResult.Attempt attempt : result.attempts()) text += attempt.failure().map(EventSize::text).orElse(0L);
        return text;
    }

    private static long text(Failure it) {
        return it.message().length() + it.trace().length() + it.expected().map(String::length).orElse(0) + it.actual().map(String::length).orElse(0);
    }
}
