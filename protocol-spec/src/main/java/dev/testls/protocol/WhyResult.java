package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would make a test run, or does.
 *
 * @param affected whether it would run now
 * @param why it would; absent when it would not
 * @param dependencies what it was seen to depend on, a line for each, for people
 * @param more how many lines more there are
 */
public record WhyResult(
        @Required @Nullable String id, @Required @Nullable Long revision, @Required @Nullable Boolean affected, @Nullable Why why,
        @Required @Nullable List<String> dependencies, @Limits @Nullable Integer more, @Nullable LastResult last) {}
