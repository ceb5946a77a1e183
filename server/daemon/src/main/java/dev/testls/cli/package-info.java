/**
 * What {@code tls ...} means: options, sessions, rendering.
 *
 * <p>Start at {@link CommandLine}.
 */
@NullMarked
package dev.testls.cli;

import org.jspecify.annotations.NullMarked;
