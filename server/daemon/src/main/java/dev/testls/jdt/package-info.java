/**
 * What sources say and what becomes of them: tests collected, classes compiled.
 *
 * <p>Start at {@link Collector} for the tests. The only package that knows Eclipse's compiler; nothing of it leaves.
 * The user's broken code is data here, never an exception.
 */
@NullMarked
package dev.testls.jdt;

import org.jspecify.annotations.NullMarked;
