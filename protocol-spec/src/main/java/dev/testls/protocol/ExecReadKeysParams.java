package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Whether a command line wants to be told what is typed.
 *
 * @param execId that of the request; absent when the request had none
 */
public record ExecReadKeysParams(@Nullable String execId, @Required @Nullable Boolean on) {}
