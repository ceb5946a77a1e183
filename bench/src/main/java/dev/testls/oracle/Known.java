package dev.testls.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Differences whose cause is known, each a line:
 *
 * <pre>{@code
 * PROJECT names   CLASS#NAME because CAUSE      the names differ from run to run; counts and endings must agree
 * PROJECT differs CLASS#NAME because CAUSE      anything goes
 * }</pre>
 *
 * <p>{@code *} in PROJECT, CLASS and NAME stands for any text; {@code #} starts a remark where a line begins with it.
 */
public record Known(List<Entry> entries) {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(names|differs)\\s+([^#\\s]+)#(.*) because (.+)");

    public Known {
        entries = List.copyOf(entries);
    }

    /** A closed set: what may differ. */
    public enum What { NAMES, ANYTHING }

    /** One line of the list. */
    public record Entry(Pattern className, Pattern name, What what, String text, String cause) {
        /** The case by the name that this entry gives it. */
        TestCase standsFor(TestCase testCase) {
            String pattern = text.substring(text.indexOf('#') + 1);
            return new TestCase(testCase.suite(), testCase.className(), pattern);
        }

        boolean matches(TestCase testCase) {
            return className.matcher(testCase.className()).matches() && name.matcher(testCase.name()).matches();
        }
    }

    public static Known nothing() {
        return new Known(List.of());
    }

    /**
     * The entries of {@code file} that speak of {@code project}.
     *
     * @throws IOException if it cannot be read, or holds a line that is none of the above; the message tells which
     */
    public static Known read(Path file, String project) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) continue;
            Matcher entry = LINE.matcher(line.strip());
            if (!entry.matches()) {
                throw new IOException(file + ":" + number + ": not \"PROJECT names|differs CLASS#NAME because CAUSE\": "
                        + line);
            }
            if (glob(entry.group(1)).matcher(project).matches()) entries.add(entry(entry));
        }
        return new Known(entries);
    }

    private static Entry entry(Matcher line) {
        What what = line.group(2).equals("names") ? What.NAMES : What.ANYTHING;
        String text = line.group(3) + "#" + line.group(4);
        return new Entry(glob(line.group(3)), glob(line.group(4)), what, text, line.group(5));
    }

    private static Pattern glob(String text) {
        return Pattern.compile(("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E"), Pattern.DOTALL);
    }

    Optional<Entry> entryFor(TestCase testCase) {
        return entries.stream().filter(entry -> entry.matches(testCase)).findFirst();
    }
}
