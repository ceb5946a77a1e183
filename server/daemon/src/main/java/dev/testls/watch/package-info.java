/**
 * The file system told as values: what the workspace's sources are now, and that something may have changed.
 *
 * <p>Start at {@link SourceScanner} and {@link Watcher}. Content decides, time stamps only save reading, and what a watcher
 * hears is but a hint where to look. The sole importer of directory-watcher.
 */
@NullMarked
package dev.testls.watch;

import org.jspecify.annotations.NullMarked;
