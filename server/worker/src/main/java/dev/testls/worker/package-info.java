/**
 * A JVM that runs a project's tests: it hears {@link dev.testls.worker.wire.ToWorker} and tells
 * {@link dev.testls.worker.wire.ToDaemon}.
 *
 * <p>Start at {@link dev.testls.worker.WorkerMain}. Runs in the project's own JDK, from 8 on, among the project's own
 * classes: therefore no library, and as little as possible of the JDK, before a test runs. All that touches the JUnit
 * Platform is in {@code launcher}, which is loaded beside the project's own copy of it.
 *
 * <p>Threads: {@code main} runs tests; {@code tls-control} reads what the daemon says; {@code tls-orphan} ends the JVM
 * when the daemon is gone; {@code tls-flush} sends output that waits.
 *
 * <p><b>Law:</b> whatever a test does, the daemon hears what ran, or the JVM ends.
 */
package dev.testls.worker;
