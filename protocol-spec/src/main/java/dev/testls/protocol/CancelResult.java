package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The wish was heard.
 *
 * @param running whether there was anything to end
 */
public record CancelResult(@Required @Nullable Boolean running) {}
