/**
 * What earlier runs showed: durations, last outcomes, classes that need a fresh JVM, what tests depend on. On disk,
 * crash-safe.
 *
 * <p>Start at {@link History}. The sole importer of MVStore. Losing it costs speed, never truth.
 */
@NullMarked
package dev.testls.history;

import org.jspecify.annotations.NullMarked;
