package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why a test was selected.
 *
 * @param text for people, in one line, without a full stop
 */
public record Why(
        @Required
        @Words(value = {"inBuild", "named", "failedLastTime", "executed", "uses", "opened", "asked", "new", "unknown", "buildChanged", "changedSince", "provisional"}, open = true)
                @Nullable String code,
        @Required @Nullable String text) {}
