package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A wish that the server end.
 *
 * @param when {@link #IDLE} or {@link #NOW}
 */
public record StopParams(@Nullable String when) {
    public static final String IDLE = "idle";
    public static final String NOW = "now";
}
