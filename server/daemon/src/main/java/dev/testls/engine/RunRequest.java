package dev.testls.engine;

import dev.testls.model.RunId;
import dev.testls.run.Isolation;
import dev.testls.run.RunSettings;
import dev.testls.select.TestSelector;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a client wants run, and how.
 *
 * @param affected only tests that a change can have changed; empty: whatever changed
 * @param names a {@code -k} expression
 * @param tags a JUnit tag expression
 * @param environment of the shell or editor that asks: the tests will see it
 * @param systemProperties for the tests' JVMs, over those of the build
 * @param texts whether the tests are of what editors hold unsaved
 */
public record RunRequest(
        RunId run, List<TestSelector> selectors, Optional<Affected> affected, Optional<String> names, Optional<String> tags, FailedTests failedTests,
        RunSettings settings, SortedMap<String, String> environment, Map<String, String> systemProperties, Texts texts) {
    public RunRequest {
        selectors = List.copyOf(selectors);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        systemProperties = Map.copyOf(systemProperties);
    }

    /** Of what is saved. */
    public RunRequest(RunId run, List<TestSelector> selectors, Optional<Affected> affected, Optional<String> names, Optional<String> tags,
            FailedTests failedTests, RunSettings settings, SortedMap<String, String> environment, Map<String, String> systemProperties) {
        this(run, selectors, affected, names, tags, failedTests, settings, environment, systemProperties, Texts.SAVED);
    }

    /** The same, of other texts. */
    public RunRequest of(Texts other) {
        return new RunRequest(run, selectors, affected, names, tags, failedTests, settings, environment, systemProperties, other);
    }

    /** The same, done otherwise. */
    public RunRequest with(RunSettings other) {
        return new RunRequest(run, selectors, affected, names, tags, failedTests, other, environment, systemProperties, texts);
    }

    /** All that a plain build runs, for those who only want to know what there is. */
    public static RunRequest everything(SortedMap<String, String> environment) {
        RunSettings settings = new RunSettings(Isolation.AUTO, 1, OptionalInt.empty(), Optional.empty(), Optional.empty());
        return new RunRequest(new RunId("everything"), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), FailedTests.AS_ANY, settings, environment, Map.of());
    }

    /** The same, but of what it would take only tests that a change can have changed. */
    public RunRequest onlyAffected(Optional<String> since) {
        return new RunRequest(run, selectors, Optional.of(new Affected(since)), names, tags, failedTests, settings, environment, systemProperties);
    }

    /**
     * Which changes count.
     *
     * @param since also tests that the files which differ from this git revision concern; empty: only tests whose last run
     *     saw something else than there is now, or that never ran
     */
    public record Affected(Optional<String> since) {}

    /** What source files hold; a closed set. {@code UNSAVED}: an editor's text, where one holds the file. */
    public enum Texts { SAVED, UNSAVED }

    /** What to make of the tests that were red when they last ran; a closed set. */
    public enum FailedTests { AS_ANY, ONLY, FIRST }
}
