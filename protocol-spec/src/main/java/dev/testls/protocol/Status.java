package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server and the workspace stand.
 *
 * @param running ids of the runs that go on
 * @param red how many tests were red when they last ran
 * @param provisional how many tests' outcomes are not certain yet
 * @param tests how many there are, as far as known
 * @param problem why the build could not be read
 */
public record Status(
        @Required @Words(value = {UNKNOWN, READY, RUNNING, BROKEN}, open = true) @Nullable String state, @Required @Nullable Long revision,
        @Required @Nullable List<String> running, @Required @Nullable Integer red, @Nullable Integer provisional,
        @Required @Nullable Integer tests, @Nullable Problem problem) {
    public static final String UNKNOWN = "unknown";
    public static final String READY = "ready";
    public static final String RUNNING = "running";
    public static final String BROKEN = "broken";

    /** Why the build could not be read. */
    public record Problem(@Required @Nullable String text, @Nullable String details, @Nullable String hint) {}
}
