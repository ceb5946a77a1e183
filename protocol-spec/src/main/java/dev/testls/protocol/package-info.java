/**
 * The Java binding of the tls protocol: dumb, total wire records.
 *
 * <p>Start at {@link TlsServer}, {@link TlsTests} and {@link TlsClient}. Every component that a peer fills may be {@code null}, whatever the pages demand: a
 * record that threw would leave its request unanswered. Who reads them checks them.
 */
@NullMarked
package dev.testls.protocol;

import org.jspecify.annotations.NullMarked;
