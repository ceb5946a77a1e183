package dev.testls.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line, as the client's process saw it. */
public record ExecParams(
        @Nullable String execId, @Required @Nullable List<@Nullable String> argv, @Required @Nullable String cwd,
        @Required @Nullable Map<String, @Nullable String> env, @Nullable Terminal terminal) {
    /**
     * Where the output goes, and whether anything can be typed.
     *
     * @param input {@link #KEYS}, {@link #LINES}, or another word or none, which both mean that nothing can
     */
    public record Terminal(
            @Nullable Boolean stdout, @Nullable Boolean stderr, @Nullable Boolean color, @Limits @Nullable Integer columns,
            @Words(value = {KEYS, LINES}, open = true) @Nullable String input) {
        public static final String KEYS = "keys";
        public static final String LINES = "lines";
    }
}
