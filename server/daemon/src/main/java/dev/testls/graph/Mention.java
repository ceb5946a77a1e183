package dev.testls.graph;

/**
 * A class that code names in such a way that executing the code depends on it, though nothing of it need be executed.
 *
 * @param method for {@code STATIC_CALL} the name and descriptor that is called; otherwise empty
 */
public record Mention(Level level, String className, String method) implements Comparable<Mention> {
    /**
     * How much of the class matters; a closed set. {@code USE}: its shape and what its initialiser does.
     * {@code INSTANCE}: also what takes part in dispatch. {@code FULL}: all of it, since it may be looked at through
     * reflection. {@code STATIC_CALL}: which class the called method is found in.
     */
    public enum Level { USE, INSTANCE, FULL, STATIC_CALL }

    static Mention of(Level level, String className) {
        return new Mention(level, className, "");
    }

    @Override
    public int compareTo(Mention other) {
        int byLevel = level.compareTo(other.level);
        if (byLevel != 0) return byLevel;
        int byClass = className.compareTo(other.className);
        return byClass != 0 ? byClass : method.compareTo(other.method);
    }
}
