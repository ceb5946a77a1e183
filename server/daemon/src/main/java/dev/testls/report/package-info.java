/**
 * What people and machines read about a run: the terminal, Surefire's XML, JSON lines, and the list of tests.
 *
 * <p>Start at {@link TerminalReport}. Everything is told by {@link dev.testls.run.RunEvent}s, one at a time, on one
 * thread: that of the caller. No clock, no thread and no terminal of its own: text goes to a {@link ReportSink}.
 *
 * <p><b>Law:</b> what a test wrote never moves the cursor, never ends an XML element and never breaks a line of JSON.
 */
@NullMarked
package dev.testls.report;

import org.jspecify.annotations.NullMarked;
