package dev.testls.model;

import java.util.Arrays;
import java.util.Optional;

/** A language of the JVM that a module's sources can be written in; a closed set. */
public enum Language {
    JAVA(".java", "Java"),
    KOTLIN(".kt", "Kotlin"),
    GROOVY(".groovy", "Groovy"),
    SCALA(".scala", "Scala"),
    ASPECTJ(".aj", "AspectJ"),
    CLOJURE(".clj", "Clojure");

    private final String ending;
    private final String title;

    Language(String ending, String title) {
        this.ending = ending;
        this.title = title;
    }

    /** The language of a source file of this name, or path; empty where it is none. */
    public static Optional<Language> of(String file) {
        return Arrays.stream(values()).filter(it -> file.endsWith(it.ending)).findFirst();
    }

    /** A source file's name without its ending. */
    public static String stem(String file) {
        return of(file).map(it -> file.substring(0, file.length() - it.ending.length())).orElse(file);
    }

    /** How the names of its source files end, dot included. */
    public String ending() {
        return ending;
    }

    /** For people. */
    public String title() {
        return title;
    }
}
