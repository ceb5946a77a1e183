package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/** A wish that the server end. */
public record StopParams(@Required @Words({IDLE, NOW}) @Nullable String when) {
    public static final String IDLE = "idle";
    public static final String NOW = "now";
}
