package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A question after what was executed of a file.
 *
 * @param id of a method, when only what it alone executed is wanted
 */
public record CoverageParams(@Required @Nullable String runId, @Required @Nullable TextDocument textDocument, @Nullable String id) {}
