package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tests that a run of affected ones would take.
 *
 * @param selected how many, of {@code total} that were asked about
 * @param stillRed tests that were red when they last ran and that no change concerns
 * @param cursor asks for the rest; absent when this is all
 */
public record AffectedResult(
        @Required @Nullable Long revision, @Required @Nullable Integer selected, @Required @Nullable Integer total,
        @Required @Nullable Integer stillRed, @Required @Nullable List<SelectedTest> tests, @Nullable String cursor) {}
