package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tests, each after the one that it is in.
 *
 * @param cursor asks for the rest; absent when this is all
 */
public record DiscoverResult(@Required @Nullable Long revision, @Required @Nullable List<TestItem> tests, @Nullable String cursor) {}
