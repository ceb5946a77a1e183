/**
 * javac, kept warm for the daemon: compiles what it is sent and sends back what came of it.
 *
 * <p>Start at {@link JavacMain}. Uses {@code javax.tools} alone and writes no file.
 */
package dev.testls.worker.javac;
