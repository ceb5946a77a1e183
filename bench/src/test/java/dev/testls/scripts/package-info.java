@NullMarked
package dev.testls.scripts;

import org.jspecify.annotations.NullMarked;
