package dev.testls.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The terminal has another width now.
 *
 * @param execId that of the request; absent when the request had none
 */
public record ExecResizeParams(@Nullable String execId, @Required @Limits @Nullable Integer columns) {}
