/**
 * One run, from plan to summary, and its ordering laws.
 *
 * <p>Start at {@link RunEvent}: what a run tells. <b>Law:</b> every run that starts ends, once.
 */
@NullMarked
package dev.testls.run;

import org.jspecify.annotations.NullMarked;
