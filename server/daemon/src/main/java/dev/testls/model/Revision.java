package dev.testls.model;

/** A state of the workspace's content, counted up by one with each change. Every result names the one it was computed from. */
public record Revision(long value) implements Comparable<Revision> {
    public Revision next() {
        return new Revision(value + 1);
    }

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, other.value);
    }
}
