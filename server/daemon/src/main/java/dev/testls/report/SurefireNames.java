package dev.testls.report;

import dev.testls.model.TestDescriptor;
import dev.testls.model.TestDescriptor.Kind;
import dev.testls.project.TestExecution.Provider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Surefire calls an entry of its XML; learned from its runs, version by version.
 *
 * <p>Known not to be told by a {@link TestDescriptor}: whether a class's display name stands in a {@code @DisplayName}
 * (which Surefire 3.5.4 writes as {@code classname}) or was made by a generator (which it does not). The standard
 * generators are recognized; a name made by a project's own generator is taken for an annotation.
 *
 * @param suite the file's class: {@code TEST-<suite>.xml}
 * @param className the value of {@code classname}
 * @param name the value of {@code name}; empty for a class that failed or was skipped as a whole
 */
public record SurefireNames(String suite, String className, String name) {
    /** All of a TestNG run stands in one file of this name, unless it is of one class. */
    static final String TESTNG_SUITE = "TestSuite";

    private static final Set<String> CLASS_SEGMENTS = Set.of(
            "class", "nested-class", "class-template", "nested-class-template", "class-template-invocation", "runner",
            "suite", "spec");
    private static final Set<String> TOP_LEVEL_SEGMENTS = Set.of("class", "class-template", "runner", "suite", "spec");
    private static final Set<String> QUALIFIED_CLASS_ENGINES = Set.of("junit-jupiter", "junit-vintage", "testng");
    private static final Pattern REPEATED_NAME = Pattern.compile(".*\\[\\d+]");
    private static final Pattern BRACKETED = Pattern.compile("\\[.+]");
    private static final Pattern TESTNG_INVOCATION = Pattern.compile("\\[(\\d+)](?: (.*))?", Pattern.DOTALL);

    public static SurefireNames of(TestDescriptor test, Provider provider, SurefireStyle style) {
        return switch (provider) {
            case JUNIT_PLATFORM -> ofPlatform(test, style);
            case JUNIT47 -> new SurefireNames(qualified(test), qualified(test), junit4Name(test));
            case JUNIT4, JUNIT3 -> new SurefireNames(rootClass(test), qualified(test), junit4Name(test));
            case TESTNG -> new SurefireNames(TESTNG_SUITE, qualified(test), testNgName(test));
        };
    }

    /**
     * The class below the engine that the test hangs on: the one that a run selects and finishes. Not always the test's
     * own, since nested classes are inherited.
     */
    static String rootClass(TestDescriptor test) {
        return path(test).stream().filter(segment -> TOP_LEVEL_SEGMENTS.contains(segment.type())).findFirst()
                .map(Segment::value).orElse(test.id().topLevelClass());
    }

    private static SurefireNames ofPlatform(TestDescriptor test, SurefireStyle style) {
        return switch (style) {
            // Where a name ended at the first parenthesis.
            case BRACES -> new SurefireNames(
                    rootClass(test), qualified(test), test.legacyName().replace("()", "").replace('(', '{').replace(')', '}'));
            case BARE_REPETITIONS, FILE_PER_CLASS -> new SurefireNames(
                    qualified(test), hasSource(test) ? qualified(test) : parentName(test), platformName(test, style));
            case FILE_PER_TOP_LEVEL_CLASS -> new SurefireNames(rootClass(test), shownClass(test), platformName(test, style));
            case BINARY_NAMES -> new SurefireNames(
                    rootClass(test), hasSource(test) ? qualified(test) : rootClass(test), platformName(test, style));
        };
    }

    /** The method's bare name; with what tells its invocations apart once it has parameters or runs many times. */
    private static String platformName(TestDescriptor test, SurefireStyle style) {
        if (!hasSource(test)) return test.kind() == Kind.CLASS ? "" : test.displayName();
        if (test.sourceMethod().isEmpty()) return "";
        boolean manifold = !test.parameterTypes().isBlank()
                || style != SurefireStyle.BARE_REPETITIONS && REPEATED_NAME.matcher(test.legacyName()).matches()
                || belowParameters(test);
        return manifold ? test.legacyName() : test.sourceMethod();
    }

    /** Whether a runner stands above that JUnit 4's {@code Parameterized} made for one set of parameters. */
    private static boolean belowParameters(TestDescriptor test) {
        if (!test.engine().equals("junit-vintage")) return false;
        List<Segment> path = path(test);
        return path.subList(0, Math.max(0, path.size() - 1)).stream()
                .anyMatch(segment -> segment.type().equals("test") && BRACKETED.matcher(segment.value()).matches());
    }

    private static String junit4Name(TestDescriptor test) {
        return test.kind() == Kind.CLASS ? "" : test.legacyName();
    }

    /**
     * TestNG's own names: {@code data[1, a](1)} for the first invocation with the parameters 1 and a, the bare method
     * for one of many invocations without parameters, {@code f on inst1} for an instance that a factory made.
     */
    private static String testNgName(TestDescriptor test) {
        if (test.kind() == Kind.CLASS) return "";
        List<Segment> path = path(test);
        String last = path.isEmpty() ? "" : path.get(path.size() - 1).type();
        // Of a suite file, where the name is made as Surefire makes it.
        if (last.equals("result")) return test.legacyName();
        if (last.equals("invoc")) {
            Matcher invocation = TESTNG_INVOCATION.matcher(test.displayName());
            if (!invocation.matches() || invocation.group(2) == null) return test.sourceMethod();
            int number = Integer.parseInt(invocation.group(1)) + 1;
            return test.sourceMethod() + "[" + invocation.group(2) + "](" + number + ")";
        }
        boolean ofFactory = test.displayName().startsWith(test.sourceMethod() + " on ");
        return ofFactory ? test.displayName().replaceFirst("\\[\\d+]$", "") : test.sourceMethod();
    }

    private static boolean hasSource(TestDescriptor test) {
        return !test.sourceClass().isEmpty();
    }

    private static String qualified(TestDescriptor test) {
        return hasSource(test) ? test.sourceClass() : test.id().className();
    }

    private static String parentName(TestDescriptor test) {
        List<String> names = test.displayNames();
        return names.size() < 2 ? test.displayName() : names.get(names.size() - 2);
    }

    /** What the class next above the test is shown as. */
    private static String shownClass(TestDescriptor test) {
        List<Segment> path = path(test);
        int index = path.size() - 1;
        while (index >= 0 && !CLASS_SEGMENTS.contains(path.get(index).type())) index--;
        if (index < 0) return hasSource(test) ? qualified(test) : parentName(test);
        Optional<String> shown = displayName(test, path, index);
        if (!QUALIFIED_CLASS_ENGINES.contains(test.engine())) return shown.orElse(qualified(test));
        if (!test.engine().equals("junit-jupiter")) return qualified(test);
        Segment nearest = path.get(index);
        if (nearest.type().equals("class-template-invocation")) {
            Optional<String> annotated = index == 0 ? Optional.empty() : annotated(test, path, index - 1);
            String number = test.kind() == Kind.TEST ? nearest.value().replace("#", "[") + "]" : "";
            return annotated.orElse(qualified(test) + number);
        }
        return annotated(test, path, index).orElse(qualified(test));
    }

    /** What {@code @DisplayName} says of the class at {@code index}, as far as its display name gives it away. */
    private static Optional<String> annotated(TestDescriptor test, List<Segment> path, int index) {
        String value = path.get(index).value();
        String simple = value.substring(Math.max(value.lastIndexOf('.'), value.lastIndexOf('$')) + 1);
        String afterPackage = value.substring(value.lastIndexOf('.') + 1);
        Optional<String> above = index == 0 ? Optional.empty() : displayName(test, path, index - 1);
        return displayName(test, path, index)
                .filter(shown -> !shown.equals(simple) && !shown.equals(simple.replace('_', ' ')))
                .filter(shown -> !shown.equals(afterPackage) && !shown.equals(afterPackage.replace('_', ' ')))
                .filter(shown -> above.isEmpty() || !shown.startsWith(above.get() + ", "));
    }

    /** Segments and display names run side by side; they meet at the test itself. */
    private static Optional<String> displayName(TestDescriptor test, List<Segment> path, int index) {
        int name = test.displayNames().size() - (path.size() - index);
        return name < 0 ? Optional.empty() : Optional.of(test.displayNames().get(name));
    }

    /** The unique id's segments without those of engines. */
    private static List<Segment> path(TestDescriptor test) {
        List<Segment> path = new ArrayList<>();
        String id = test.uniqueId();
        if (!id.startsWith("[") || !id.endsWith("]")) return path;
        for (String part : id.substring(1, id.length() - 1).split("]/\\[")) {
            int colon = part.indexOf(':');
            if (colon < 0 || part.startsWith("engine:")) continue;
            path.add(new Segment(part.substring(0, colon), decode(part.substring(colon + 1))));
        }
        return path;
    }

    private static String decode(String value) {
        if (value.indexOf('%') < 0) return value;
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** {@code [type:value]} of a unique id. */
    private record Segment(String type, String value) {}
}
