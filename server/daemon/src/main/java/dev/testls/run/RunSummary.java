package dev.testls.run;

import dev.testls.model.RunId;
import java.time.Duration;
import java.util.List;

/**
 * How a run ended, in numbers.
 *
 * @param errors tests that ended with a throwable that is no assertion; {@code failed} are assertions
 * @param flaky of {@code passed}: those that needed more than one attempt
 * @param provisional of {@code passed} and {@code skipped}: those that only a reused JVM has said so far
 * @param notRun classes that were selected and could not run, most of them because what they need does not compile, each with why
 * @param compileErrors how many errors the compilers reported
 * @param nothingSelected why no test was selected; empty text when some were
 */
public record RunSummary(
        RunId run, End end, int passed, int failed, int errors, int skipped, int flaky, int provisional, List<NotRun> notRun,
        int compileErrors, Duration wall, String nothingSelected) {
    public RunSummary {
        notRun = List.copyOf(notRun);
    }

    /** One of which all that was told is certain. */
    public RunSummary(RunId run, End end, int passed, int failed, int errors, int skipped, int flaky, List<NotRun> notRun, int compileErrors, Duration wall,
            String nothingSelected) {
        this(run, end, passed, failed, errors, skipped, flaky, 0, notRun, compileErrors, wall, nothingSelected);
    }

    /** What Surefire calls {@code Tests run}: skipped ones count. */
    public int tests() {
        return passed + failed + errors + skipped;
    }

    /** The process's answer, in the manner of pytest. */
    public ExitCode exitCode() {
        return switch (end) {
            case CANCELLED -> ExitCode.INTERRUPTED;
            case BUILD_FAILED -> ExitCode.BUILD_FAILED;
            case INTERNAL_ERROR -> ExitCode.INTERNAL_ERROR;
            case OUT_OF_TIME -> ExitCode.TESTS_FAILED;
            case COMPLETED, STOPPED_EARLY -> completed();
            case NOTHING_AFFECTED -> ExitCode.PASSED;
            case STILL_RED -> ExitCode.TESTS_FAILED;
        };
    }

    /** The same for a run of affected tests beside which others are red still: a run in which all passed is no success then. */
    public RunSummary besideRedOnes() {
        boolean passed = end == End.COMPLETED && exitCode() == ExitCode.PASSED;
        return passed ? new RunSummary(run, End.STILL_RED, this.passed, failed, errors, skipped, flaky, provisional, notRun, compileErrors, wall, nothingSelected) : this;
    }

    private ExitCode completed() {
        if (compileErrors > 0 || notRun.stream().anyMatch(it -> it.blame() == Blame.BUILD)) return ExitCode.BUILD_FAILED;
        if (!notRun.isEmpty()) return ExitCode.INTERNAL_ERROR;
        if (failed + errors > 0) return ExitCode.TESTS_FAILED;
        return tests() == 0 ? ExitCode.NOTHING_SELECTED : ExitCode.PASSED;
    }

    /**
     * A closed set. {@code STOPPED_EARLY}: as many tests failed as were allowed to. {@code NOTHING_AFFECTED}: nothing changed
     * since the tests passed, so there was nothing to run. {@code STILL_RED}: what ran passed, and some that nothing concerns
     * failed when they last ran.
     */
    public enum End { COMPLETED, STOPPED_EARLY, NOTHING_AFFECTED, STILL_RED, OUT_OF_TIME, CANCELLED, BUILD_FAILED, INTERNAL_ERROR }

    /** A selected class that could not run. */
    public record NotRun(String className, String why, Blame blame) {
        /** One that the build does not let run. */
        public NotRun(String className, String why) {
            this(className, why, Blame.BUILD);
        }
    }

    /** A closed set. {@code MACHINE}: no JVM came up, for no fault of the build's. */
    public enum Blame { BUILD, MACHINE }
}
