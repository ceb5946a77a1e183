/**
 * Which code tests executed: JaCoCo's agent for the JVMs of a run, and what its counts say of source files.
 *
 * <p>Start at {@link RunCoverage}. <b>Law:</b> what was compiled from the main sources of a module is told of, also where no test
 * reached it.
 */
@NullMarked
package dev.testls.coverage;

import org.jspecify.annotations.NullMarked;
