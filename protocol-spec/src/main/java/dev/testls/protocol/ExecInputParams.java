package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What was typed.
 *
 * @param execId that of the request; absent when the request had none
 */
public record ExecInputParams(@Nullable String execId, @Required @Nullable String text) {}
