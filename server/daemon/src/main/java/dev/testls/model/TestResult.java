package dev.testls.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one test: one entry of a Surefire report.
 *
 * <p>A class or container has a result of its own only where Surefire would report one: it failed outside any test (a
 * {@code @BeforeAll}), or was skipped as a whole.
 *
 * @param skipReason why it was skipped; empty text otherwise, or when no reason was given
 * @param stdout what it wrote, as text; where it was too much, a line says how much was left out ({@link Excerpt})
 * @param attempts earlier attempts of the same test in this run that ended differently; the oldest first
 * @param worker the worker that ran it, as people should see it: {@code w1}
 */
public record TestResult(
        TestDescriptor test, Outcome outcome, Duration duration, Optional<Failure> failure, String skipReason,
        String stdout, String stderr, List<Attempt> attempts, String worker) {
    public TestResult {
        attempts = List.copyOf(attempts);
    }

    /** Whether it passed only when it was tried again under the same conditions. */
    public boolean isFlaky() {
        return outcome == Outcome.PASSED && attempts.stream().anyMatch(attempt -> !attempt.where().equals(Attempt.REUSED_JVM));
    }

    /** Whether it gave up while it ran, as an assumption does; what was before it in its JVM, or is in another, can be why. */
    public boolean isAborted() {
        return outcome == Outcome.SKIPPED && failure.isPresent();
    }

    public TestId id() {
        return test.id();
    }

    /** What failed, in one line for people: the first of the message, or the throwable's type where it says nothing. */
    public String failureLine() {
        String text = failure.map(it -> it.message().isBlank() ? it.type() : it.message()).orElse("no message");
        return text.lines().findFirst().orElse("");
    }

    /** An earlier go at the same test, and in what kind of JVM. */
    public record Attempt(Outcome outcome, Duration duration, Optional<Failure> failure, String where) {
        /** Where an attempt was that a fresh JVM then contradicted. */
        public static final String REUSED_JVM = "reused JVM";
    }
}
