package dev.testls.project;

import dev.testls.project.WireModel.WireFailure;
import dev.testls.project.WireModel.WireProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what is known of a failed build into words for the person at the keyboard. */
final class BuildProblems {
    private static final Pattern PLACE_IN_POM = Pattern.compile("@(\\d+):(\\d+)|@ line (\\d+), column (\\d+)");
    private static final Pattern ERROR_LINE = Pattern.compile("^\\[(?:ERROR|FATAL)] ?(.*)$");
    private static final int MOST_DETAILS = 40;

    private BuildProblems() {}

    static BuildProblem noPom(Path root) {
        return new BuildProblem("There is no pom.xml in " + root + ".", List.of(),
                "Run tls in the directory of a Maven project, or name it with -C DIR.");
    }

    static BuildProblem noMaven(Path root) {
        return new BuildProblem("There is no mvn on the PATH, and no Maven wrapper (mvnw) in " + root + ".", List.of(),
                "Install Maven 3.6.3 or later, or add its wrapper to the project.");
    }

    static BuildProblem cannotStart(List<String> command, Exception cause) {
        return new BuildProblem("Maven cannot be started: " + cause.getMessage(), List.of(String.join(" ", command)),
                "Check that " + command.get(0) + " runs in a terminal.");
    }

    static BuildProblem cannotStore(Path state, Exception cause) {
        return new BuildProblem("The model cannot be kept in " + state + ": " + cause, List.of(),
                "Check that the directory can be written and that its disk is not full.");
    }

    /** Maven ended well, or so it says, but our extension was not heard of. */
    static BuildProblem noModel(List<String> output) {
        return new BuildProblem("Maven ran, but told no model.", last(output),
                "tls reads projects with Maven 3.6.3 to 3.9. Check `mvn -v`, and that nothing sets "
                        + "maven.ext.class.path.");
    }

    static BuildProblem unreadable(Exception cause) {
        return new BuildProblem("What Maven told cannot be understood: " + cause.getMessage(), List.of(),
                "This is a mistake in tls: please report it.");
    }

    /** From what the extension says of a failure. */
    static BuildProblem of(Path root, WireFailure failure) {
        List<WireProblem> problems = failure.problems() == null ? List.of() : failure.problems();
        if (problems.isEmpty()) {
            return new BuildProblem("Maven failed and gave no reason.", List.of(), "Run mvn to see its output.");
        }
        WireProblem first = problems.get(0);
        List<String> details = new ArrayList<>();
        for (WireProblem problem : problems) details.addAll(text(problem.message()).lines().toList());
        return switch (text(first.kind())) {
            case "dependency" -> dependency(root, first, details);
            case "pom" -> pom(root, first, details);
            case "goal" -> new BuildProblem("Maven failed" + in(first) + ": " + firstLine(first), details,
                    "Run mvn process-test-resources to see its whole output.");
            case "maven", "toolchain", "surefire", "plugin" -> new BuildProblem(firstLine(first), details, "");
            default -> new BuildProblem(
                    "Maven could not tell the model" + in(first) + ": " + firstLine(first), details, "");
        };
    }

    /** From Maven's printed output, when it failed before our extension could look. */
    static BuildProblem ofOutput(List<String> output, int exitCode) {
        List<String> errors = new ArrayList<>();
        for (String line : output) {
            Matcher matcher = ERROR_LINE.matcher(line);
            boolean useful = matcher.matches() && !matcher.group(1).isBlank()
                    && !matcher.group(1).startsWith("To see the full stack trace")
                    && !matcher.group(1).startsWith("Re-run Maven")
                    && !matcher.group(1).startsWith("For more information") && !matcher.group(1).startsWith("[Help");
            if (useful) errors.add(matcher.group(1).strip());
        }
        List<String> details = errors.isEmpty() ? last(output) : errors;
        String cause = details.stream().filter(line -> !line.isBlank()).findFirst().orElse("it printed nothing");
        return new BuildProblem("Maven failed (exit code " + exitCode + "): " + cause, details,
                "Run mvn process-test-resources in a terminal to see the same.");
    }

    private static BuildProblem dependency(Path root, WireProblem problem, List<String> details) {
        List<String> missing = problem.missing() == null ? List.of() : problem.missing();
        String place = place(root, problem.file(), problem.line(), 0);
        String message = missing.isEmpty()
                ? "Maven could not resolve the dependencies" + ofModule(problem) + ": " + firstLine(problem)
                : "Maven could not resolve " + String.join(", ", missing) + " for module " + problem.module()
                        + (place.isEmpty() ? "" : " (" + place + ")") + ".";
        return new BuildProblem(message, details,
                "Check its name and version, that a repository of this build has it, and that the network is up.");
    }

    private static BuildProblem pom(Path root, WireProblem problem, List<String> details) {
        int line = problem.line();
        int column = problem.column();
        Matcher matcher = PLACE_IN_POM.matcher(text(problem.message()));
        if (line <= 0 && matcher.find()) {
            line = Integer.parseInt(matcher.group(1) != null ? matcher.group(1) : matcher.group(3));
            column = Integer.parseInt(matcher.group(2) != null ? matcher.group(2) : matcher.group(4));
        }
        String place = place(root, problem.file(), line, column);
        return new BuildProblem(
                (place.isEmpty() ? "" : place + ": ") + firstLine(problem), details, "Correct the pom and run again.");
    }

    private static String place(Path root, @Nullable String file, int line, int column) {
        if (file == null || file.isEmpty() || file.equals("null")) return "";
        Path path = Path.of(file);
        String shown = path.startsWith(root) ? root.relativize(path).toString() : file;
        return shown + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
    }

    private static String in(WireProblem problem) {
        return text(problem.module()).isEmpty() ? "" : " in " + problem.module();
    }

    private static String ofModule(WireProblem problem) {
        return text(problem.module()).isEmpty() ? "" : " of module " + problem.module();
    }

    private static String firstLine(WireProblem problem) {
        return text(problem.message()).lines().filter(line -> !line.isBlank()).findFirst().orElse("no reason given")
                .strip();
    }

    private static List<String> last(List<String> output) {
        return List.copyOf(output.subList(Math.max(0, output.size() - MOST_DETAILS), output.size()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
