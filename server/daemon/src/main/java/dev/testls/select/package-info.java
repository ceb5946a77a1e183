/**
 * Which tests are wanted, and why.
 *
 * <p>Start at {@link Selection#of}. Pure: no I/O, no threads, no clock.
 *
 * <p><b>Law:</b> when in doubt a test is selected, and {@link Why} says so.
 */
@NullMarked
package dev.testls.select;

import org.jspecify.annotations.NullMarked;
