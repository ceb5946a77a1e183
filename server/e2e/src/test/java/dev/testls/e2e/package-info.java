/**
 * The product from outside: the real client, daemon, Maven and workers, on copies of real projects.
 *
 * <p>{@link dev.testls.e2e.Workspace} is a project and a daemon of its own, {@link dev.testls.e2e.Tls} a command line
 * typed there, {@link dev.testls.e2e.Meeting} a place where a test of that project can be met while it runs. Nothing
 * here sleeps: tests wait for a process to end, a line to come or a guest to arrive.
 */
@NullMarked
package dev.testls.e2e;

import org.jspecify.annotations.NullMarked;
