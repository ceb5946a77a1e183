/**
 * Drives any server of the tls protocol through the duties of its pages, and reports what it breaks.
 *
 * <p>Start at {@link Conformance}. Knows the wire and no server; what it expects is what the pages say.
 */
@NullMarked
package dev.testls.conformance;

import org.jspecify.annotations.NullMarked;
