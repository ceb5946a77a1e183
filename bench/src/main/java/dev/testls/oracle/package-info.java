/**
 * Whether a run of tests ended as {@code mvn test} says it must, test by test.
 *
 * <p>{@link dev.testls.oracle.Reports} is what a run left behind, {@link dev.testls.oracle.Comparison} holds one
 * against another, {@link dev.testls.oracle.Known} tells which differences have a cause already. Knows Surefire's
 * report format and nothing of the daemon: a judge that shares code with the judged would share its mistakes.
 *
 * <p>{@link dev.testls.oracle.Oracle} is the program behind {@code bench/oracle}.
 */
@NullMarked
package dev.testls.oracle;

import org.jspecify.annotations.NullMarked;
