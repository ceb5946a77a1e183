/**
 * What the daemon and a worker say to each other: length-prefixed binary frames, one codec for both sides.
 *
 * <p>Start at {@link dev.testls.worker.wire.ToWorker} and {@link dev.testls.worker.wire.ToDaemon}: the two closed sets
 * of messages. <b>Law:</b> every byte is checked before it is believed; what cannot be understood is a
 * {@link dev.testls.worker.wire.WireException}, upon which the reader drops the connection.
 *
 * <p>Both sides are always of the same version of tls (the daemon starts its workers from its own jar), so frames carry
 * no version.
 */
package dev.testls.worker.wire;
