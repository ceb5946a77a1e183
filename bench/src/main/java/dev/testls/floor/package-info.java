/**
 * The least that running a class can cost in a JVM that is up already: what {@code tls run} is measured against.
 *
 * <p>{@link dev.testls.floor.Floor} is a program; nothing calls it but the scripts of {@code bench/}.
 */
@NullMarked
package dev.testls.floor;

import org.jspecify.annotations.NullMarked;
