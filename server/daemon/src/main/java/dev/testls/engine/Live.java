package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.model.FileCoverage;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestId;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** The workspace as those see it who look at it for long: {@link Engine}, told through a {@link Broadcast}. Any thread. */
public interface Live {
    Path root();

    /** The world as it was last told; never blocks. */
    World world();

    Broadcast broadcast();

    /** The world, brought up to date. */
    World refresh(Cancel cancel, SortedMap<String, String> environment);

    /** The same, for less: where the world is followed, nothing but this file is looked at. */
    World refresh(Cancel cancel, SortedMap<String, String> environment, SourcePath path);

    /** An editor holds this text, saved or not; empty: no longer. Returns at once; whoever follows is told what it changes. */
    void edit(SourcePath path, Optional<String> text);

    /** The world, brought up to date, with the tests of the request's classes known where only engines can tell. */
    World list(Cancel cancel, RunRequest request, Consumer<RunEvent> listener);

    /** Has the world follow what changes on disk, until the last registration is closed. */
    Cancel.Registration follow(SortedMap<String, String> environment);

    /** Runs to the end; told through the broadcast. */
    RunSummary run(Cancel cancel, RunRequest request, Origin origin, Consumer<RunEvent> listener);

    /** Runs again and again what changes affect, until it is cancelled; told through the broadcast. */
    void runContinuously(Cancel cancel, RunRequest request, Origin origin);

    AffectedTests affected(Cancel cancel, RunRequest request, Consumer<RunEvent> listener);

    /** What is known of each test that {@code request} names. */
    List<Explanation> explain(Cancel cancel, RunRequest request, Consumer<RunEvent> listener);

    /**
     * What one of the last runs with coverage executed of a main source file.
     *
     * @param test only what this method executed while it alone ran; empty: all
     * @return empty where nothing is known of that run, or the file has no code in it
     */
    Optional<FileCoverage.Details> coverage(RunId run, SourcePath file, Optional<TestId> test);

    /** How many tests' outcomes are provisional: only a reused JVM has told them so far. */
    int provisional();

    /** The tests that were red when they last ran, and still exist, by id. */
    List<String> red();
}
