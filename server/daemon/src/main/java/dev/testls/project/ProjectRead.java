package dev.testls.project;

import java.util.Optional;

/**
 * The answer of {@link ProjectReader#read}: a project, a problem, or the last good project beside the problem that
 * keeps it from being current.
 *
 * @param fromCache whether the project was known before, and no build tool had to be asked for it
 */
public record ProjectRead(Optional<Project> project, boolean fromCache, Optional<BuildProblem> problem) {}
