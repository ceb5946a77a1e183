package dev.testls.model;

/** A run, named by whoever asked for it. */
public record RunId(String value) {
    public RunId {
        if (value.isEmpty()) throw new IllegalArgumentException("a run without an id");
    }
}
