package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says of itself beyond LSP. A client fills {@code protocolVersion} alone.
 *
 * @param built when the files of {@code build} were built, in UTC with milliseconds: such texts compare as the times do
 * @param features what the server has beyond command lines
 */
public record TlsCapabilities(
        @Nullable Integer protocolVersion, @Nullable String build, @Nullable String built, @Nullable Long pid, @Nullable String root,
        @Nullable String runtimeHome, @Nullable String log,
        @Words(value = {TESTS, RUN, CONTINUOUS, AFFECTED, DEBUG, COVERAGE}, open = true) @Nullable List<String> features) {
    public static final String TESTS = "tests";
    public static final String RUN = "run";
    public static final String CONTINUOUS = "continuous";
    public static final String AFFECTED = "affected";
    public static final String DEBUG = "debug";
    public static final String COVERAGE = "coverage";
}
