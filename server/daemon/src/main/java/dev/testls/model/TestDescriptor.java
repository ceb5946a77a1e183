package dev.testls.model;

import java.util.List;

/**
 * A node of the tree that an engine reported while it ran.
 *
 * @param uniqueId the JUnit Platform's unique id, as text
 * @param engine the engine's id: {@code junit-jupiter}, {@code junit-vintage}, {@code testng}, ...
 * @param displayNames from the test class down to the node itself, never empty
 * @param legacyName the engine's legacy reporting name; Surefire builds its names from it
 * @param sourceClass the binary class name of the node's own source (method or class source); empty when it has none
 * @param sourceMethod the name of the method of its method source; empty when it has none
 * @param parameterTypes of its method source: the full names, comma and space separated, as the platform tells them
 * @param parentUniqueId of the node above; empty below the engine
 */
public record TestDescriptor(
        TestId id, Kind kind, String engine, String uniqueId, List<String> displayNames, String legacyName,
        String sourceClass, String sourceMethod, String parameterTypes, String parentUniqueId) {
    public TestDescriptor {
        displayNames = List.copyOf(displayNames);
        if (displayNames.isEmpty()) throw new IllegalArgumentException("a node without a name: " + uniqueId);
    }

    public String displayName() {
        return displayNames.get(displayNames.size() - 1);
    }

    /** A closed set. A {@code CONTAINER} is anything with children that is not a class: a template, a factory, a suite. */
    public enum Kind { CLASS, CONTAINER, TEST }
}
