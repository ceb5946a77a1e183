/**
 * The few notions that every room of the house needs: stopping, time, content.
 *
 * <p>Start at {@link Cancel}. Knows nothing of tests, builds or protocols.
 */
@NullMarked
package dev.testls.base;

import org.jspecify.annotations.NullMarked;
