/**
 * Which tests are wanted, which a change can have changed, and why.
 *
 * <p>Start at {@link Selection#of} and {@link AffectedSelector#of}. No I/O, no threads, no clock; what an
 * {@link EvidenceIndex} has to know of files it asks {@link dev.testls.model.FileContents}.
 *
 * <p><b>Law:</b> when in doubt a test is selected, and {@link Why} says so.
 */
@NullMarked
package dev.testls.select;

import org.jspecify.annotations.NullMarked;
