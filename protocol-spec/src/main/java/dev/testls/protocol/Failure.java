package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a test is red.
 *
 * @param type what was thrown
 * @param location where, of the project's own sources
 * @param frames of the project's own sources, and of libraries without a location, the innermost first
 * @param trace the whole of it, as text
 * @param cut which of the texts were too long and lost their middle
 */
public record Failure(
        @Required @Nullable String message, @Nullable String type, @Nullable String expected, @Nullable String actual,
        @Nullable Location location, @Required @Nullable List<Frame> frames, @Required @Nullable String trace, @Nullable List<String> cut) {
    /**
     * A place on the way to the failure.
     *
     * @param text as the language's own traces have it
     */
    public record Frame(@Required @Nullable String text, @Nullable String uri, @Limits @Nullable Integer line) {}
}
