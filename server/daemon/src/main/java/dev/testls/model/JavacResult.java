package dev.testls.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What javac made of a {@link JavacRequest}.
 *
 * @param accepted whether it found no error
 * @param problems its errors and warnings, in its words and order
 * @param files what it and the processors would have written
 */
public record JavacResult(boolean accepted, List<Problem> problems, List<MadeFile> files) {
    public JavacResult {
        problems = List.copyOf(problems);
        files = List.copyOf(files);
    }

    /**
     * A file that was made.
     *
     * @param name relative to its output directory, with slashes: {@code a/Foo$Bar.class}
     * @param origin the source that it was made from, as the path of its file; empty when unknown
     */
    public record MadeFile(Kind kind, String name, String origin, byte[] content) {}

    /** A closed set. */
    public enum Kind { CLASS, RESOURCE, SOURCE }

    /** The files of one kind, by name. */
    public Map<String, MadeFile> made(Kind kind) {
        Map<String, MadeFile> byName = new TreeMap<>();
        files.stream().filter(file -> file.kind() == kind).forEach(file -> byName.put(file.name(), file));
        return byName;
    }
}
