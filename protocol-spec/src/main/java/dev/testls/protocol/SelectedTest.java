package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** A test that was selected, and why. */
public record SelectedTest(@Required @Nullable String id, @Required @Nullable Why why) {}
