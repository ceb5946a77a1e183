/**
 * The world, and the one thread that changes it.
 *
 * <p>Start at {@link Engine}. {@link World} is an immutable value; the build lane, one thread, reads the build, scans,
 * collects, compiles and assigns the next world. Runs go on elsewhere, on what that world says.
 */
@NullMarked
package dev.testls.engine;

import org.jspecify.annotations.NullMarked;
