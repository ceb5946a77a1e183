/**
 * Builds told as values: modules, roots, class paths, compiler and test settings.
 *
 * <p>Start at {@link Project}. What stands here was said by the real build tool; nothing is guessed.
 */
@NullMarked
package dev.testls.project;

import org.jspecify.annotations.NullMarked;
