package dev.testls.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The executions of the compiler on one side of a module: the usual one, and overlays that compile further roots for
 * later Java releases (the parts of a multi-release jar).
 *
 * <p>One side is compiled in one go here, and what it consists of is told, so that javac can compile it part by part. An overlay
 * that replaces classes is left out, since the base's classes come first on a class path of directories.
 */
final class CompilerGoals {
    private final @Nullable GoalSettings usual;
    private final Set<String> confinedTo;
    /** Of the execution that compiles nothing but the module's descriptor, zero where there is none. */
    private final int descriptorRelease;
    private final Map<String, GoalSettings> overlays;
    private final List<GoalSettings> added = new ArrayList<>();

    private CompilerGoals(@Nullable GoalSettings usual, Set<String> confinedTo, int descriptorRelease, Map<String, GoalSettings> overlays) {
        this.usual = usual;
        this.confinedTo = confinedTo;
        this.descriptorRelease = descriptorRelease;
        this.overlays = overlays;
    }

    /**
     * The usual execution is one that is not confined to a few files; of several the one of that id, else the first.
     */
    static CompilerGoals of(Map<String, GoalSettings> executions, String usualId) {
        Map<String, GoalSettings> overlays = new LinkedHashMap<>();
        executions.forEach((id, goal) -> {
            if (isOverlay(goal)) overlays.put(id, goal);
        });
        GoalSettings usual = null;
        boolean usualIsConfined = true;
        for (Map.Entry<String, GoalSettings> execution : executions.entrySet()) {
            if (overlays.containsKey(execution.getKey())) continue;
            boolean confined = !execution.getValue().texts("includes").isEmpty();
            boolean better = usual == null || usualIsConfined && !confined
                    || usualIsConfined == confined && execution.getKey().equals(usualId);
            if (!better) continue;
            usual = execution.getValue();
            usualIsConfined = confined;
        }
        Set<String> confinedTo = new HashSet<>();
        int descriptorRelease = 0;
        for (Map.Entry<String, GoalSettings> execution : executions.entrySet()) {
            if (overlays.containsKey(execution.getKey()) || execution.getValue() == usual) continue;
            List<String> includes = execution.getValue().texts("includes");
            confinedTo.addAll(includes);
            if (includes.stream().anyMatch(it -> it.endsWith("module-info.java"))) descriptorRelease = release(execution.getValue());
        }
        return new CompilerGoals(usual, confinedTo, descriptorRelease, overlays);
    }

    /**
     * The usual execution leaves out what an execution of its own compiles; together they leave out none of it. Where that is the
     * module's descriptor, all is compiled at its release: one side is compiled in one go.
     */
    void takeBackExcludes(Map<String, Object> java) {
        if (confinedTo.isEmpty()) return;
        if (descriptorRelease > 0) java.put("release", String.valueOf(descriptorRelease));
        List<String> excludes = new ArrayList<>();
        for (Object exclude : (Iterable<?>) java.get("excludes")) {
            if (!confinedTo.contains(exclude.toString())) excludes.add(exclude.toString());
        }
        java.put("excludes", excludes);
    }

    Optional<GoalSettings> usual() {
        return Optional.ofNullable(usual);
    }

    /** Adds the roots of those overlays that replace no class. */
    void addOverlays(List<String> roots, MavenProject project, List<String> warnings) {
        Set<Path> base = new HashSet<>();
        for (String root : roots) base.addAll(classes(new File(root).toPath()));
        for (Map.Entry<String, GoalSettings> overlay : overlays.entrySet()) {
            List<String> own = overlay.getValue().texts("compileSourceRoots");
            boolean replaces = own.stream()
                    .anyMatch(root -> classes(new File(root).toPath()).stream().anyMatch(base::contains));
            String what = project.getGroupId() + ":" + project.getArtifactId() + ": the compiler's execution "
                    + overlay.getKey();
            if (replaces) {
                warnings.add(what + " is left out: it replaces classes of the main sources for a later Java release.");
                continue;
            }
            roots.addAll(own);
            added.add(overlay.getValue());
        }
    }

    /**
     * The side's settings for what {@link #addOverlays} has added: the parts as the build compiles them, and for all in one go the
     * highest release, without the jar's module.
     *
     * @param baseRoots of the usual execution
     * @param settings those of an execution
     */
    void raiseToOverlays(Map<String, Object> java, List<String> baseRoots, Function<GoalSettings, Map<String, Object>> settings) {
        if (added.isEmpty()) return;
        List<Object> parts = new ArrayList<>();
        parts.add(part(baseRoots, "", new LinkedHashMap<>(java)));
        for (GoalSettings overlay : added) {
            String directory = overlay.flag("multiReleaseOutput") ? "META-INF/versions/" + release(overlay) : "";
            parts.add(part(overlay.texts("compileSourceRoots"), directory, settings.apply(overlay)));
        }
        java.put("parts", parts);
        int highest = 0;
        for (GoalSettings overlay : added) highest = Math.max(highest, release(overlay));
        if (highest > 0) java.put("release", String.valueOf(highest));
        List<String> excludes = new ArrayList<>();
        for (Object exclude : (Iterable<?>) java.get("excludes")) excludes.add(exclude.toString());
        excludes.add("module-info.java");
        java.put("excludes", excludes);
    }

    private static Map<String, Object> part(List<String> roots, String directory, Map<String, Object> java) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("roots", roots);
        part.put("directory", directory);
        part.put("java", java);
        return part;
    }

    private static boolean isOverlay(GoalSettings goal) {
        return goal.flag("multiReleaseOutput") || !goal.elements("compileSourceRoots").isEmpty();
    }

    private static int release(GoalSettings goal) {
        String release = goal.text("release").trim();
        if (release.isEmpty()) release = goal.text("target").trim();
        if (release.startsWith("1.")) release = release.substring(2);
        return release.matches("\\d+") ? Integer.parseInt(release) : 0;
    }

    private static Set<Path> classes(Path root) {
        if (!Files.isDirectory(root)) return new HashSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.toString().endsWith("-info.java"))
                    .map(root::relativize)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new ReadFailure("other", "The sources in " + root + " cannot be listed: " + e + ".", null);
        }
    }
}
