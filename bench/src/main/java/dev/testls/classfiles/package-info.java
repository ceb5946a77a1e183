/**
 * What the tests of a project can see of its class files: are those that tls compiles as those of javac?
 *
 * <p>{@link dev.testls.classfiles.VisibleClass} is what one class file shows, {@link dev.testls.classfiles.ClassFiles} is the program
 * behind {@code bench/class-files}, which compares two directories.
 */
@NullMarked
package dev.testls.classfiles;

import org.jspecify.annotations.NullMarked;
