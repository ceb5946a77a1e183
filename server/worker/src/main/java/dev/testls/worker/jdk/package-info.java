/**
 * What the JDK keeps in static fields for as long as the JVM lives, and public API can change: looked at when a JVM is ready,
 * and put back after each lease, or told.
 *
 * <p>Start at {@link dev.testls.worker.jdk.JdkState}. Which fields there are was found by a scan of the JDK's class files, not from
 * memory; {@code state.txt} says of each what is done about it, and a test scans again.
 *
 * <p><b>Laws:</b> no class of the JDK is initialised to be looked at; no code of the project runs for a look; what cannot be looked at
 * is not told as changed.
 */
package dev.testls.worker.jdk;
