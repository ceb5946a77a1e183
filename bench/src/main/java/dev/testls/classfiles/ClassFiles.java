package dev.testls.classfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the class files below two directories, those of Maven and those of tls, and tells what a test could see that differs.
 *
 * <p>Arguments: {@code -v} for each difference, then both directories. Directories of class files are paired by what is in them. Exit
 * code 1 when anything differs, 2 when there is nothing to compare.
 */
public final class ClassFiles {
    private static final Set<String> OUTPUTS = Set.of("classes", "test-classes");
    /** Of tls those that stand here are javac's. */
    private static final String BY_JAVAC = "by-javac";

    private ClassFiles() {}

    public static void main(String[] args) throws IOException {
        boolean verbose = args.length > 0 && args[0].equals("-v");
        Path maven = Path.of(args[args.length - 2]);
        Path tls = Path.of(args[args.length - 1]);
        List<Map<String, VisibleClass>> ours = new ArrayList<>();
        for (Path output : outputs(tls)) if (output.getParent().endsWith(BY_JAVAC)) ours.add(read(output));
        int classes = 0;
        Map<String, Integer> counts = new TreeMap<>();
        for (Path output : outputs(maven)) {
            Map<String, VisibleClass> expected = read(output);
            if (expected.isEmpty()) continue;
            classes += expected.size();
            Map<String, VisibleClass> found = ours.stream().max(Comparator.comparingLong(it -> common(expected, it))).orElse(Map.of());
            List<String> differences = differences(expected, found, counts);
            if (verbose) differences.forEach(System.out::println);
        }
        System.out.println("  " + classes + " classes" + (counts.isEmpty() ? ", nothing differs" : ""));
        counts.forEach((kind, count) -> System.out.println("    differ in " + kind + ": " + count));
        System.exit(classes == 0 ? 2 : counts.isEmpty() ? 0 : 1);
    }

    private static long common(Map<String, VisibleClass> expected, Map<String, VisibleClass> found) {
        return found.keySet().stream().filter(expected::containsKey).count();
    }

    private static List<Path> outputs(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(it -> OUTPUTS.contains(it.getFileName().toString()) && Files.isDirectory(it)).toList();
        }
    }

    static List<String> differences(Map<String, VisibleClass> expected, Map<String, VisibleClass> found, Map<String, Integer> counts) {
        List<String> differences = new ArrayList<>();
        expected.forEach((name, javac) -> {
            VisibleClass ours = found.get(name);
            if (ours == null) {
                counts.merge("missing", 1, Integer::sum);
                differences.add("missing: " + name);
                return;
            }
            javac.facts().forEach((kind, fact) -> {
                String other = ours.facts().get(kind);
                if (fact.equals(other)) return;
                counts.merge(kind, 1, Integer::sum);
                differences.add(kind + ": " + name + "\n" + onlyIn("javac", fact, other) + onlyIn("tls", other, fact));
            });
        });
        found.keySet().stream().filter(name -> !expected.containsKey(name)).forEach(name -> {
            counts.merge("javac has none", 1, Integer::sum);
            differences.add("javac has none: " + name);
        });
        return differences;
    }

    private static String onlyIn(String who, String text, String other) {
        List<String> lines = List.of(other.split("\n"));
        StringBuilder only = new StringBuilder();
        for (String line : text.split("\n")) if (!lines.contains(line)) only.append("    ").append(who).append(": ").append(line).append('\n');
        return only.isEmpty() ? "    another order\n" : only.toString();
    }

    private static Map<String, VisibleClass> read(Path directory) throws IOException {
        Map<String, VisibleClass> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".class") && !it.endsWith("module-info.class")).toList()) {
                VisibleClass read = VisibleClass.of(Files.readAllBytes(file));
                classes.put(read.name(), read);
            }
        }
        return classes;
    }
}
