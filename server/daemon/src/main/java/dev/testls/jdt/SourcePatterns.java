package dev.testls.jdt;

import dev.testls.project.JavaSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Which files of its source roots a side is compiled from: the compiler plugin's includes and excludes. */
record SourcePatterns(List<Pattern> includes, List<Pattern> excludes) {
    static SourcePatterns of(JavaSettings settings) {
        return new SourcePatterns(all(settings.includes()), all(settings.excludes()));
    }

    /** Whether the patterns let a file in that stands below a source root. */
    boolean take(Path root, Path file) {
        if (includes.isEmpty() && excludes.isEmpty()) return true;
        String relative = root.relativize(file).toString().replace('\\', '/');
        return (includes.isEmpty() || any(includes, relative)) && !any(excludes, relative);
    }

    private static boolean any(List<Pattern> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private static List<Pattern> all(List<String> globs) {
        return globs.stream().map(SourcePatterns::pattern).toList();
    }

    /** A regular expression for one of Maven's file patterns: {@code **} for directories, {@code *}, {@code ?}. */
    private static Pattern pattern(String glob) {
        String text = glob.replace('\\', '/');
        if (text.endsWith("/")) text += "**";
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
