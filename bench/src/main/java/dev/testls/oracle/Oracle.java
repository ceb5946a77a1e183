package dev.testls.oracle;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs the tests of projects with Maven, then with {@code tls}, and tells what differs.
 *
 * <p>Both run in a copy of the project at the same path, Maven first; {@code tls} gets a copy of its own that holds
 * nothing which Maven built.
 */
public final class Oracle {
    private static final String USAGE = """
            oracle PROJECT... [--tls PATH] [--isolation fresh,auto] [--runs 1,10] [--maven MVN] [--known FILE]
                              [--expected DIR] [--keep DIR]

              --isolation  compare in each of these; each gets a daemon of its own
              --runs       compare the runs of these numbers in one daemon
              --maven      the command to ask; mvn
              --known      differences whose cause is known; bench/known
              --expected   reports of an earlier `mvn test`, in place of running it; for one project
              --keep       leave reports and logs here; otherwise they are deleted

            Exits with 0 when all agree, 1 when a test differs that is not known to, 2 when one could not be run.
            """;

    private final PrintStream out;
    private String tls = "tls";
    private String maven = "mvn";
    private List<String> isolations = List.of("fresh", "auto");
    private List<Integer> runs = List.of(1, 10);
    private Path known = Path.of("");
    private Path expected = Path.of("");
    private Path keep = Path.of("");
    private final List<Path> projects = new ArrayList<>();
    private final List<String> table = new ArrayList<>();

    Oracle(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(new Oracle(System.out).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        try {
            read(arguments);
        } catch (IllegalArgumentException e) {
            System.err.print("oracle: " + e.getMessage() + "\n\n" + USAGE);
            return 4;
        }
        int exit = 0;
        table.add("| project | isolation | run | Maven says | differences | known |");
        table.add("|---|---|---|---|---|---|");
        for (Path project : projects) {
            try {
                exit = Math.max(exit, judge(project) ? 0 : 1);
            } catch (IOException | InterruptedException e) {
                out.println(name(project) + ": " + e.getMessage());
                exit = 2;
            }
        }
        out.println();
        table.forEach(out::println);
        return exit;
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                projects.add(Path.of(argument).toAbsolutePath().normalize());
                continue;
            }
            if (++i == arguments.size()) throw new IllegalArgumentException(argument + " needs a value");
            option(argument, arguments.get(i));
        }
        if (projects.isEmpty()) throw new IllegalArgumentException("name a project");
    }

    private void option(String name, String value) {
        switch (name) {
            case "--tls" -> tls = value;
            case "--maven" -> maven = value;
            case "--isolation" -> isolations = List.of(value.split(","));
            case "--runs" -> runs = Stream.of(value.split(",")).map(Integer::valueOf).sorted().toList();
            case "--known" -> known = Path.of(value);
            case "--expected" -> expected = Path.of(value);
            case "--keep" -> keep = Path.of(value).toAbsolutePath();
            default -> throw new IllegalArgumentException("no such option: " + name);
        }
    }

    /** Whether all runs agree. */
    private boolean judge(Path project) throws IOException, InterruptedException {
        String name = name(project);
        Known known = this.known.toString().isEmpty() ? Known.nothing() : Known.read(this.known, name);
        Path place = Files.createTempDirectory("oracle");
        Path results = keep.toString().isEmpty() ? place.resolve("results") : keep.resolve(name);
        Trees.delete(results);
        try {
            Reports expected = Reports.read(mavenReports(project, place, results));
            out.println(name + ": Maven says " + expected.totals());
            boolean agrees = true;
            for (String isolation : isolations) {
                agrees &= judge(name, copy(project, place), isolation, results, expected, known);
            }
            return agrees;
        } finally {
            Trees.delete(place);
        }
    }

    private Path mavenReports(Path project, Path place, Path results) throws IOException, InterruptedException {
        if (!expected.toString().isEmpty()) return expected;
        Path reports = results.resolve("maven");
        MavenTest.run(List.of(maven), copy(project, place), reports);
        return reports;
    }

    /** A new copy, always at the same path, which may appear in names of tests. */
    private static Path copy(Path project, Path place) throws IOException {
        Path copy = place.resolve(name(project));
        Trees.delete(copy);
        Trees.copyProject(project, copy);
        return copy;
    }

    private boolean judge(
            String name, Path project, String isolation, Path results, Reports expected, Known known)
            throws IOException, InterruptedException {
        boolean agrees = true;
        try {
            for (int run : IntStream.rangeClosed(1, runs.get(runs.size() - 1)).toArray()) {
                Path reports = results.resolve(isolation + "-" + run);
                Files.createDirectories(reports);
                int exit = tls(project, reports.resolve("tls.log"),
                        List.of("run", "--isolation", isolation, "--junit-xml", reports.toString()));
                if (!runs.contains(run)) continue;
                Comparison comparison = Comparison.between(expected, Reports.read(reports), known);
                tell(name, isolation, run, exit, expected, comparison);
                agrees &= comparison.agrees();
            }
        } finally {
            tls(project, results.resolve(isolation + "-stop.log"), List.of("stop"));
        }
        return agrees;
    }

    private void tell(
            String name, String isolation, int run, int exit, Reports expected, Comparison comparison) {
        out.println(name + ", " + isolation + ", run " + run + ": tls exits with " + exit + ", "
                + comparison.unknown().size() + " differences, " + comparison.known().size() + " known"
                + (comparison.elsewhere() == 0 ? "" : ", " + comparison.elsewhere() + " in another report file"));
        comparison.unknown().forEach(difference -> out.println("  DIFFERS " + difference));
        comparison.known().forEach(difference -> out.println("  known   " + difference));
        comparison.unused().forEach(entry -> out.println("  unused  " + entry.text() + " because " + entry.cause()));
        table.add("| " + name + " | " + isolation + " | " + run + " | " + expected.totals() + " | "
                + comparison.unknown().size() + " | " + comparison.known().size() + " |");
    }

    private int tls(Path project, Path log, List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(tls, "-C", project.toString()));
        words.addAll(arguments);
        return new ProcessBuilder(words).directory(project.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    }

    private static String name(Path project) {
        return project.getFileName().toString();
    }
}
