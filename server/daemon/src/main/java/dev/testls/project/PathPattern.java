package dev.testls.project;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Ant's path patterns: {@code ?} and {@code *} within a name, {@code **} for any directories; a pattern that ends in a
 * slash means all that is below.
 */
final class PathPattern {
    /** What the build never copies, whatever the pom includes: leftovers of editors and version control. */
    private static final List<PathPattern> DEFAULT_EXCLUDES = all(List.of(
            "**/*~", "**/#*#", "**/.#*", "**/%*%", "**/._*", "**/CVS", "**/CVS/**", "**/.cvsignore", "**/RCS",
            "**/RCS/**",
            "**/SCCS", "**/SCCS/**", "**/vssver.scc", "**/project.pj", "**/.svn", "**/.svn/**", "**/.arch-ids",
            "**/.arch-ids/**", "**/.bzr", "**/.bzr/**", "**/.MySCMServerInfo", "**/.DS_Store", "**/.metadata",
            "**/.metadata/**", "**/.hg", "**/.hg/**", "**/.git", "**/.git/**", "**/.gitignore", "**/.gitattributes",
            "**/BitKeeper", "**/BitKeeper/**", "**/ChangeSet", "**/ChangeSet/**", "**/_darcs", "**/_darcs/**",
            "**/.darcsrepo", "**/.darcsrepo/**", "**/-darcs-backup*", "**/.darcs-temp-mail"));

    private final Pattern regex;

    private PathPattern(Pattern regex) {
        this.regex = regex;
    }

    static PathPattern of(String ant) {
        String text = ant.replace('\\', '/');
        if (text.endsWith("/")) text += "**";
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("**/", i) && (i == 0 || text.charAt(i - 1) == '/')) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (text.startsWith("/**", i) && i + 3 == text.length()) {
                regex.append("(?:/.*)?");
                i += 2;
            } else if (text.charAt(i) == '*') {
                boolean anyDepth = text.equals("**");
                regex.append(anyDepth ? ".*" : "[^/]*");
                if (anyDepth) break;
            } else if (text.charAt(i) == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(text.substring(i, i + 1)));
            }
        }
        return new PathPattern(Pattern.compile(regex.toString()));
    }

    static List<PathPattern> all(List<String> patterns) {
        return patterns.stream().map(PathPattern::of).toList();
    }

    static boolean isExcludedByDefault(String path) {
        return any(DEFAULT_EXCLUDES, path);
    }

    static boolean any(List<PathPattern> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** A relative path with slashes. */
    boolean matches(String path) {
        return regex.matcher(path).matches();
    }
}
