package dev.testls.classfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the class files of two directories, or of several pairs of them, and tells what a test could see that differs.
 *
 * <p>Arguments: {@code -v}, then pairs of directories, those of javac first. Exit code 1 when anything differs.
 */
public final class ClassFiles {
    private ClassFiles() {}

    public static void main(String[] args) throws IOException {
        boolean verbose = args.length > 0 && args[0].equals("-v");
        List<Path> directories = Arrays.stream(args).skip(verbose ? 1 : 0).map(Path::of).toList();
        if (directories.isEmpty() || directories.size() % 2 != 0) {
            System.err.println("usage: class-files [-v] (JAVAC-CLASSES TLS-CLASSES)...");
            System.exit(2);
        }
        int classes = 0;
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < directories.size(); i += 2) {
            Map<String, VisibleClass> expected = read(directories.get(i));
            Map<String, VisibleClass> found = read(directories.get(i + 1));
            classes += expected.size();
            List<String> differences = differences(expected, found, counts);
            if (verbose) differences.forEach(System.out::println);
        }
        System.out.println(classes + " classes");
        counts.forEach((kind, count) -> System.out.println("  " + kind + ": " + count));
        System.exit(counts.isEmpty() ? 0 : 1);
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
