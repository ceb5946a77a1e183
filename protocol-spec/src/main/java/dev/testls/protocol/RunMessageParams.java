package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Something that people should know.
 *
 * @param text the gist of it
 * @param details the build tool's or compiler's own words
 * @param hint what to do next
 * @param location what it is about
 */
public record RunMessageParams(
        @Required @Nullable String runId,
        @Required @Words(value = {NOTICE, COMPILE_ERROR, COMPILE_WARNING, BUILD_PROBLEM}, open = true) @Nullable String kind,
        @Required @Nullable String text, @Nullable String details, @Nullable String hint, @Nullable Location location) {
    public static final String NOTICE = "notice";
    public static final String COMPILE_ERROR = "compileError";
    public static final String COMPILE_WARNING = "compileWarning";
    public static final String BUILD_PROBLEM = "buildProblem";
}
