/**
 * What tests depend on, seen while they run in a JVM that is used again.
 *
 * <p>{@link dev.testls.worker.observe.Instrumenter} puts probes into the project's classes as they are defined;
 * {@link dev.testls.worker.observe.Probes} is what those call; {@link dev.testls.worker.observe.Recorder} gathers, unit
 * by unit: start there. All that can be seen has a number, a {@link dev.testls.worker.observe.Thing}, which stays the
 * same for as long as the class file does.
 *
 * <p>ASM comes with the worker, under a name of the worker's own, so that the project's is another.
 *
 * <p><b>Law:</b> what is told may be too much, never too little; where that cannot be had, nothing is told.
 * <b>Law:</b> no test runs otherwise than unobserved: probes throw nothing, change nothing and wait for nobody.
 */
package dev.testls.worker.observe;
