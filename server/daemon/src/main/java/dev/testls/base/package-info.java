/**
 * The few notions that every room of the house needs: stopping, time, content, and by what a changed file is known.
 *
 * <p>Start at {@link Cancel}. Knows nothing of tests, builds or protocols.
 */
@NullMarked
package dev.testls.base;

import org.jspecify.annotations.NullMarked;
