/**
 * The vocabulary of the house, as immutable values: sources, modules, tests, outcomes, problems.
 *
 * <p>Start at {@link TestTree} (what there is to run) and {@link TestResult} (what came of it). No I/O, no threads, no
 * clock.
 */
@NullMarked
package dev.testls.model;

import org.jspecify.annotations.NullMarked;
