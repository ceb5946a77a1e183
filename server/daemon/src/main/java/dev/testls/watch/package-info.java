/**
 * The file system told as values: what the workspace's sources are now.
 *
 * <p>Start at {@link SourceScanner}. Content decides, time stamps only save reading.
 */
@NullMarked
package dev.testls.watch;

import org.jspecify.annotations.NullMarked;
