package dev.testls.run;

import dev.testls.base.Ticker;
import dev.testls.model.Observation;
import dev.testls.model.Observation.Lookup;
import dev.testls.model.TestResult;
import dev.testls.run.Plan.PlannedClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one class showed so far in one go of one worker. Belongs to one lane's thread. */
final class ClassRun {
    final PlannedClass planned;
    private final Ticker ticker;
    private final HeldResults held;
    private final List<TestResult> results = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    private final List<Observation> observations = new ArrayList<>();
    private long firstNanos;
    private long lastNanos;
    private boolean touched;
    /** Why what is red may be another JVM's doing; once known, it stays so. */
    Optional<String> meanwhile = Optional.empty();
    /** Whether tests ran in another JVM at the same time, as far as was looked. */
    boolean besideOthers;
    /** How often the other JVMs were looked at. */
    int looks;
    /** Whether the worker said that all of its classes ran to their end. */
    boolean completed;

    ClassRun(PlannedClass planned, Ticker ticker, HeldResults held) {
        this.planned = planned;
        this.ticker = ticker;
        this.held = held;
    }

    void began(String method) {
        touch();
        begun.add(method);
    }

    void ended(TestResult result) {
        touch();
        begun.add(result.id().className() + "#" + result.id().method());
        results.add(held.hold(result));
    }

    /** All results were told: what they hold of texts is of use no more. */
    void told() {
        results.replaceAll(this::toldResult);
    }

    /** The same of the last one. */
    void toldLast() {
        results.set(results.size() - 1, toldResult(results.get(results.size() - 1)));
    }

    private TestResult toldResult(TestResult result) {
        held.release(result);
        return held.hold(HeldResults.excerpt(result));
    }

    /** Nobody will ask for the results any more. */
    void close() {
        results.forEach(held::release);
        results.clear();
    }

    void observed(Observation observation) {
        observations.add(observation);
    }

    List<Observation> observations() {
        return observations;
    }

    /** Whether it was seen to ask for files, which it may share with tests in other JVMs. */
    boolean usesFiles() {
        return observations.stream().anyMatch(it -> it.lookups().stream().anyMatch(lookup -> lookup.kind() == Lookup.Kind.FILE));
    }

    /** Whether every test that source shows has a result, so that nothing more can come but of invocations. */
    boolean allEnded() {
        Set<String> ended = new HashSet<>();
        results.forEach(it -> ended.add(it.id().className() + "#" + it.id().method()));
        return !planned.wanted().isEmpty() && ended.containsAll(planned.wanted());
    }

    boolean touched() {
        return touched;
    }

    /** Whether source shows tests and nothing was heard of any: something is amiss with the JVM, or with the source. */
    boolean isSilent() {
        return !touched && planned.testCount() > 0;
    }

    boolean red() {
        return results.stream().anyMatch(result -> result.outcome().isRed());
    }

    /** Whether something of it was red or gave up: what another class or another JVM can bring about. */
    boolean redOrAborted() {
        return results.stream().anyMatch(result -> result.outcome().isRed() || result.isAborted());
    }

    List<TestResult> results() {
        return results;
    }

    /** The tests, as {@code class#method}, that have begun, ended or not. */
    Set<String> begun() {
        return begun;
    }

    /** From the first thing heard to the last; news may come late and close together, but tests take what they took. */
    Duration wall() {
        Duration heard = touched ? Duration.ofNanos(lastNanos - firstNanos) : Duration.ZERO;
        Duration tests = results.stream().map(TestResult::duration).reduce(Duration.ZERO, Duration::plus);
        return heard.compareTo(tests) > 0 ? heard : tests;
    }

    private void touch() {
        lastNanos = ticker.nanos();
        if (!touched) firstNanos = lastNanos;
        touched = true;
    }
}
