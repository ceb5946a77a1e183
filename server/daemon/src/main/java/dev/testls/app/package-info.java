/**
 * Processes: flags, rendezvous, logging, wiring. The only room that knows all others.
 *
 * <p>Start at {@link Main} for the daemon and {@link Client} for the client that stands in where the native one cannot
 * be built. {@link Rendezvous} is where they meet.
 *
 * <p><b>Law:</b> of all daemons of a workspace one holds its lock; only that one touches its state.
 */
@NullMarked
package dev.testls.app;

import org.jspecify.annotations.NullMarked;
