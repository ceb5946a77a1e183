/**
 * The build reader for Maven: runs inside the user's own Maven and writes down what the build told it.
 *
 * <p>Start at {@link ModelParticipant}. Maven is asked for {@code process-test-resources}; resources, filtering and
 * code generation are its own work. Before it begins, every output directory is moved out of the user's tree
 * ({@link Relocation}) and what only checks, compiles or reports is taken out of the build ({@link UnwantedGoals}).
 *
 * <p><b>Law:</b> nothing is written into the user's tree. <b>Law:</b> nothing is guessed: a value is Maven's or
 * Surefire's own, or a warning says what is missing.
 *
 * <p>Knows Maven's API and nothing else; no class of the user's project is loaded.
 */
@NullMarked
package dev.testls.maven;

import org.jspecify.annotations.NullMarked;
