package dev.testls.model;

/** A module of the workspace: for Maven {@code groupId:artifactId}. Holds no slash and no white space. */
public record ModuleId(String value) implements Comparable<ModuleId> {
    public ModuleId {
        if (value.isEmpty() || value.indexOf('/') >= 0 || value.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("not a module id: '" + value + "'");
        }
    }

    /** The part that people type: what follows the last colon. */
    public String shortName() {
        return value.substring(value.lastIndexOf(':') + 1);
    }

    @Override
    public int compareTo(ModuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
