package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A piece of what a command line writes.
 *
 * @param execId that of the request; absent when the request had none
 */
public record ExecOutputParams(
        @Nullable String execId, @Required @Words({OUT, ERR}) @Nullable String stream, @Required @Nullable String text) {
    public static final String OUT = "out";
    public static final String ERR = "err";
}
