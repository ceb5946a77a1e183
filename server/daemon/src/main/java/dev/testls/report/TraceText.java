package dev.testls.report;

import dev.testls.report.TerminalOptions.TraceStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stack trace cut to what people wrote.
 *
 * <p>Of each throwable (the first, its causes, its suppressed ones) the frames of test engines, assertion libraries,
 * reflection and our worker go; frames of the JDK stay only above the last frame of somebody's code. A block of which
 * nothing would be left keeps its first frames. What went is counted in a hint. Headers of causes always stay.
 */
public final class TraceText {
    private static final Pattern FRAME =
            Pattern.compile("\\s+at (?:[^()\\s]*/)?([^()/\\s]+)\\.(.+?)\\(([^()]*)\\)\\s*");
    private static final Pattern PLACE = Pattern.compile("([^:]+):(\\d+)");
    private static final Pattern REPEATED = Pattern.compile("\\s+\\.\\.\\. (\\d+) (?:more|common frames omitted)");
    private static final Pattern HEADER = Pattern.compile("\\s*(?:Caused by: |Suppressed: |\\[CIRCULAR REFERENCE).*");
    private static final int KEPT_OF_FOREIGN_BLOCK = 3;
    private static final List<String> MACHINERY = List.of(
            "org.junit.", "junit.framework.", "junit.textui.", "org.testng.", "org.opentest4j.", "org.assertj.",
            "org.hamcrest.", "com.google.common.truth.", "org.mockito.internal.", "net.jqwik.engine.",
            "org.spockframework.", "org.codehaus.groovy.", "groovy.lang.", "io.cucumber.core.", "io.cucumber.junit.",
            "kotlin.test.", "com.tngtech.archunit.junit.", "org.apache.maven.surefire.", "dev.testls.worker.",
            "org.springframework.test.", "java.lang.reflect.", "java.lang.invoke.", "jdk.internal.", "sun.reflect.");
    private static final List<String> JDK =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.", "groovy.");

    private TraceText() {}

    /**
     * The trace below its first header, which the reader has already seen as the failure's message.
     *
     * @param testClass binary name; its own frames are never taken for machinery
     */
    static List<String> lines(String trace, String testClass, TraceStyle style) {
        List<String> all = trace.lines().toList();
        if (style == TraceStyle.FULL) return all;
        List<String> out = new ArrayList<>();
        for (Block block : blocks(all)) {
            if (!block.first()) out.addAll(block.header());
            out.addAll(block.cut(testClass));
        }
        return out;
    }

    /** The frame that people should look at: the first of the test's own class, else the first that is no machinery. */
    public static Optional<Frame> usersFrame(String trace, String testClass) {
        List<Frame> frames = frames(trace).toList();
        String topLevel = topLevel(testClass);
        Optional<Frame> own = frames.stream().filter(frame -> topLevel(frame.className()).equals(topLevel)).findFirst();
        return own.or(() -> frames.stream().filter(frame -> frame.origin(testClass) == Origin.CODE).findFirst());
    }

    /** All frames, of causes too, in the order of the text. */
    public static Stream<Frame> frames(String trace) {
        return trace.lines().flatMap(line -> Frame.of(line).stream());
    }

    private static List<Block> blocks(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        Block current = new Block(true, new ArrayList<>(), new ArrayList<>());
        blocks.add(current);
        for (String line : lines) {
            boolean frame = Frame.of(line).isPresent() || REPEATED.matcher(line).matches();
            if (!frame && HEADER.matcher(line).matches()) {
                current = new Block(false, new ArrayList<>(), new ArrayList<>());
                blocks.add(current);
            }
            if (frame) {
                current.frames().add(line);
            } else {
                current.header().add(line);
            }
        }
        return blocks;
    }

    private static String topLevel(String className) {
        int dollar = className.indexOf('$', 1);
        return dollar < 0 ? className : className.substring(0, dollar);
    }

    private enum Origin { CODE, JDK, MACHINERY }

    /**
     * A line {@code at class.method(file:line)}.
     *
     * @param line one-based; zero when the trace does not tell
     */
    public record Frame(String className, String method, String file, int line) {
        static Optional<Frame> of(String text) {
            Matcher frame = FRAME.matcher(text);
            if (!frame.matches()) return Optional.empty();
            Matcher place = PLACE.matcher(frame.group(3));
            boolean known = place.matches() && place.group(2).length() < 10;
            return Optional.of(new Frame(frame.group(1), frame.group(2), known ? place.group(1) : frame.group(3),
                    known ? Integer.parseInt(place.group(2)) : 0));
        }

        private Origin origin(String testClass) {
            if (topLevel(className).equals(topLevel(testClass))) return Origin.CODE;
            if (startsWithAny(MACHINERY, testClass)) return Origin.MACHINERY;
            return startsWithAny(JDK, testClass) ? Origin.JDK : Origin.CODE;
        }

        /** A project may itself be one of these libraries: then its own package is code. */
        private boolean startsWithAny(List<String> prefixes, String testClass) {
            return prefixes.stream().anyMatch(prefix -> className.startsWith(prefix) && !testClass.startsWith(prefix));
        }
    }

    /** One throwable of a trace: its header, which may have many lines, and its frames. */
    private record Block(boolean first, List<String> header, List<String> frames) {
        List<String> cut(String testClass) {
            List<Origin> origins = frames.stream()
                    .map(line -> Frame.of(line).map(frame -> frame.origin(testClass)).orElse(Origin.MACHINERY))
                    .toList();
            int lastCode = origins.lastIndexOf(Origin.CODE);
            List<String> kept = new ArrayList<>();
            int gone = 0;
            for (int i = 0; i < frames.size(); i++) {
                boolean foreign = lastCode < 0;
                boolean wanted = i <= lastCode && origins.get(i) != Origin.MACHINERY;
                if (foreign ? i < KEPT_OF_FOREIGN_BLOCK : wanted) {
                    kept.add(frames.get(i));
                } else {
                    gone += repeated(frames.get(i));
                }
            }
            if (gone > 0) kept.add(indent(frames.get(0)) + "… " + gone + " more");
            return kept;
        }

        private static String indent(String line) {
            return line.substring(0, line.length() - line.stripLeading().length());
        }

        private static int repeated(String line) {
            Matcher repeated = REPEATED.matcher(line);
            return repeated.matches() && repeated.group(1).length() < 10 ? Integer.parseInt(repeated.group(1)) : 1;
        }
    }
}
