/** The Java binding of the tls protocol: dumb, total wire records. The pages beside it say what they mean. */
@NullMarked
package dev.testls.protocol;

import org.jspecify.annotations.NullMarked;
