package dev.testls.project;

import java.util.List;

/**
 * Why the build tool told no model.
 *
 * @param message the cause, in a line or two: what and where
 * @param details the build tool's own words
 * @param hint what to do next; empty when the message says it all
 */
public record BuildProblem(String message, List<String> details, String hint) {
    public BuildProblem {
        details = List.copyOf(details);
    }
}
