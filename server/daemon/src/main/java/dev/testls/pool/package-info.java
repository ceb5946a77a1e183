/**
 * Worker JVMs: boot, lease, retire. The sole room that starts processes and speaks worker frames.
 *
 * <p>Start at {@link Workers}. A worker that dies is an ordinary answer ({@link WorkerEnd}), never an exception.
 */
@NullMarked
package dev.testls.pool;

import org.jspecify.annotations.NullMarked;
