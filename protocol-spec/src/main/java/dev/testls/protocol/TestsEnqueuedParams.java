package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tests that will run; more may follow. */
public record TestsEnqueuedParams(@Required @Nullable String runId, @Required @Nullable List<SelectedTest> tests) {}
