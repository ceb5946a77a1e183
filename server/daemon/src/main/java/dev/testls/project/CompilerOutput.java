package dev.testls.project;

import dev.testls.model.Language;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What compilers print of errors, each in its own way: where, and what. */
final class CompilerOutput {
    private static final String ENDINGS = Arrays.stream(Language.values()).map(it -> Pattern.quote(it.ending())).collect(Collectors.joining("|"));
    /** {@code K.kt:2:33 what}, {@code K.kt: (2, 33) what}, {@code J.java:[2,33] what}, {@code A.groovy: 2: what}. */
    private static final Pattern PLACE = Pattern.compile("^(?:file://)?(/.*?(?:" + ENDINGS + ")):\\s*"
            + "(?:\\[(\\d+)(?:,\\s*(\\d+))?]|\\((\\d+)(?:,\\s*(\\d+))?\\)|(\\d+)(?::(\\d+))?):?\\s*(.*)$");
    private static final Pattern LEVEL = Pattern.compile("^\\[(?:ERROR|FATAL)] ?");
    /** What Groovy says of the place once more. */
    private static final Pattern AT = Pattern.compile("\\s*@ line (\\d+), column (\\d+)\\.$");
    private static final Pattern DETAIL = Pattern.compile("^  \\S.*");

    private CompilerOutput() {}

    /** The errors in some lines, each once. */
    static List<Problem> problems(List<String> lines) {
        Set<Problem> problems = new LinkedHashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher place = PLACE.matcher(text(lines.get(i)));
            if (!place.matches()) continue;
            StringBuilder message = new StringBuilder(place.group(8).replaceFirst("^(?:error|e): ", ""));
            // What javac adds to its message.
            while (i + 1 < lines.size() && isDetail(text(lines.get(i + 1)))) message.append('\n').append(text(lines.get(++i)));
            int line = number(place.group(2), place.group(4), place.group(6));
            int column = number(place.group(3), place.group(5), place.group(7));
            Matcher at = AT.matcher(message);
            if (at.find()) {
                column = Integer.parseInt(at.group(2));
                message.setLength(at.start());
            }
            SourcePath file = SourcePath.of(place.group(1));
            problems.add(new Problem(Problem.Severity.ERROR, Optional.of(file), line, column, column > 0 ? 1 : 0, message.toString(), sourceLine(file, line)));
        }
        return List.copyOf(problems);
    }

    private static String text(String line) {
        return LEVEL.matcher(line).replaceFirst("");
    }

    private static boolean isDetail(String line) {
        return DETAIL.matcher(line).matches() && (line.startsWith("  symbol:") || line.startsWith("  location:"));
    }

    private static int number(String... groups) {
        return Arrays.stream(groups).filter(it -> it != null).findFirst().map(Integer::parseInt).orElse(0);
    }

    private static String sourceLine(SourcePath file, int line) {
        try {
            List<String> lines = new String(Files.readAllBytes(file.value()), StandardCharsets.UTF_8).lines().toList();
            return line > 0 && line <= lines.size() ? lines.get(line - 1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The file of a problem, where it has one. */
    static Path file(Problem problem) {
        return problem.file().map(SourcePath::value).orElse(Path.of("/"));
    }
}
