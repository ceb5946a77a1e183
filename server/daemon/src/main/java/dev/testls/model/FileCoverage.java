package dev.testls.model;

import java.util.List;

/**
 * How much of a source file was executed.
 *
 * @param tests methods that executed something of it while they alone ran, by id
 */
public record FileCoverage(ModuleId module, SourcePath file, Count lines, Count branches, Count methods, List<TestId> tests) {
    public FileCoverage {
        tests = List.copyOf(tests);
    }

    /** Of how many things how many were executed. */
    public record Count(int covered, int total) {
        public static final Count NONE = new Count(0, 0);

        public Count plus(Count other) {
            return new Count(covered + other.covered, total + other.total);
        }
    }

    /** A file's lines that hold code and its methods, in their order. */
    public record Details(List<Line> lines, List<Method> methods) {
        public Details {
            lines = List.copyOf(lines);
            methods = List.copyOf(methods);
        }
    }

    /**
     * @param number from one on
     * @param executed whether any of it was
     * @param branches none where it does not branch
     */
    public record Line(int number, boolean executed, Count branches) {}

    /**
     * @param line where its code begins, from one on
     */
    public record Method(String name, int line, boolean executed) {}
}
