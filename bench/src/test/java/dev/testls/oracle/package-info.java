@NullMarked
package dev.testls.oracle;

import org.jspecify.annotations.NullMarked;
