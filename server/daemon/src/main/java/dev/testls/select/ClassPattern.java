package dev.testls.select;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Surefire's patterns of class files: {@code **}{@code /*Test.java}, {@code a/b/Foo?}, {@code a.b.Foo}, {@code %regex[.*It.*]},
 * {@code %ant[...]}. A pattern without a package matches in any package.
 */
public final class ClassPattern {
    private final Pattern regex;
    private final Subject subject;

    /** What of a class's name the regular expression has to fit. */
    private enum Subject {
        CLASS_FILE, PATH,
        /** Most patterns take classes of any package: so much less is looked at. */
        LAST_NAME
    }

    private ClassPattern(Pattern regex, Subject subject) {
        this.regex = regex;
        this.subject = subject;
    }

    /** @throws BadExpression when it cannot be read */
    public static ClassPattern of(String pattern) {
        if (pattern.startsWith("%regex[") && pattern.endsWith("]")) {
            try {
                return new ClassPattern(Pattern.compile(pattern.substring("%regex[".length(), pattern.length() - 1)), Subject.CLASS_FILE);
            } catch (PatternSyntaxException e) {
                throw new BadExpression("Cannot read the pattern '" + pattern + "': " + e.getDescription() + ".");
            }
        }
        String ant = pattern.startsWith("%ant[") && pattern.endsWith("]") ? pattern.substring("%ant[".length(), pattern.length() - 1) : pattern;
        String path = path(ant);
        String last = path.substring(path.lastIndexOf('/') + 1);
        // "**" would take whole paths.
        if (path.equals("**/" + last) && !last.contains("**")) return new ClassPattern(Pattern.compile(antRegex(last)), Subject.LAST_NAME);
        return new ClassPattern(Pattern.compile(antRegex(path)), Subject.PATH);
    }

    /**
     * Which classes are taken: some include fits, and no exclude does. No includes: all.
     *
     * @throws BadExpression when a pattern cannot be read
     */
    public static Predicate<String> taking(List<String> includes, List<String> excludes) {
        List<ClassPattern> in = includes.stream().map(ClassPattern::of).toList();
        List<ClassPattern> out = excludes.stream().map(ClassPattern::of).toList();
        return className -> (in.isEmpty() || in.stream().anyMatch(it -> it.matches(className))) && out.stream().noneMatch(it -> it.matches(className));
    }

    /** Whether the class with this binary name fits. */
    public boolean matches(String className) {
        return regex.matcher(switch (subject) {
            case CLASS_FILE -> className.replace('.', '/') + ".class";
            case PATH -> className.replace('.', '/');
            case LAST_NAME -> className.substring(className.lastIndexOf('.') + 1);
        }).matches();
    }

    private static String path(String pattern) {
        String path = pattern;
        for (String ending : List.of(".java", ".class")) {
            if (path.endsWith(ending)) path = path.substring(0, path.length() - ending.length());
        }
        // Dots are package separators where they are not part of a path, as in Surefire's TestListResolver.
        path = path.replace('.', '/');
        if (path.startsWith("/")) path = path.substring(1);
        return path.contains("/") ? path : "**/" + path;
    }

    private static String antRegex(String path) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            if (path.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (path.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                char c = path.charAt(i);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
