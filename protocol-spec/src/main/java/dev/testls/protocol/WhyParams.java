package dev.testls.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question after the reason of one test. */
public record WhyParams(@Required @Nullable String id, @Nullable Map<String, @Nullable String> env) {}
