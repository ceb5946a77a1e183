package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Which part of the tree is asked for.
 *
 * @param scope a test's id; absent: the whole workspace
 * @param textDocument instead: what stands in this document
 * @param depth how many levels below the scope are wanted; the server may tell fewer
 * @param cursor of an answer that was not the last one
 */
public record DiscoverParams(
        @Nullable String scope, @Nullable TextDocument textDocument, @Limits(from = 1) @Nullable Integer depth, @Nullable String cursor) {}
