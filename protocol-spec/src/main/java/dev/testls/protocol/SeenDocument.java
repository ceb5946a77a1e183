package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** A text that an editor held unsaved, in the version that a run saw. */
public record SeenDocument(@Required @Nullable String uri, @Required @Nullable Integer version) {}
