package dev.testls.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question after what changes can have changed; as in {@link RunParams}.
 *
 * @param cursor of an answer that was not the last one
 */
public record AffectedParams(
        @Nullable List<@Nullable String> include, @Nullable List<@Nullable String> exclude, @Nullable String since,
        @Nullable Map<String, @Nullable String> env, @Nullable String cursor) {}
