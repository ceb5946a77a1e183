package dev.testls.maven;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Files and directories that a project's goals are pointed to: what generators, and compilers that are not the daemon's own, read.
 *
 * <p>Law: what a configuration names and what exists is one of them, in whatever words it is named. A file may lie anywhere, a
 * directory within the build's tree. Where it holds sources, the daemon leaves those out: their changes are followed anyway.
 */
final class BuildInputs {
    private static final int LONGEST = 10_000;
    /** Between paths, and before one that is an option's value. */
    private static final Pattern SEPARATORS = Pattern.compile("[=,;:\\s]+");
    /** Parameters and attributes that name what a goal writes. */
    private static final Pattern WRITTEN = Pattern.compile("(?i).*(output|target|dest|generated|todir|tofile|report|log|cache|timestamp).*");

    private final MavenProject project;
    private final Path base;
    private final Path top;
    private final Set<Path> outputs = new LinkedHashSet<>();
    private final Set<Path> bases = new LinkedHashSet<>();
    private final Set<String> found = new LinkedHashSet<>();

    BuildInputs(MavenSession session, MavenProject project) {
        this.project = project;
        this.base = project.getBasedir().toPath().normalize();
        File root = session.getRequest().getMultiModuleProjectDirectory();
        Path first = session.getTopLevelProject().getBasedir().toPath().normalize();
        this.top = root != null && first.startsWith(root.toPath().normalize()) ? root.toPath().normalize() : first;
        for (MavenProject other : session.getProjects()) {
            bases.add(other.getBasedir().toPath().normalize());
            outputs.add(new File(other.getBuild().getDirectory()).toPath().normalize());
            for (File usual : Relocation.usual(other, true)) outputs.add(usual.toPath());
        }
        outputs.addAll(bases.stream().map(it -> it.resolve(".git")).collect(Collectors.toList()));
    }

    /** All that a goal's parameters, defaults too, and its configuration name. */
    void addNamedBy(GoalSettings goal, @Nullable Object configuration) {
        for (Parameter parameter : goal.parameters()) {
            if (!parameter.isEditable() || WRITTEN.matcher(parameter.getName()).matches()) continue;
            // One that is not there yet may come to exist, and is known for a file by its type alone.
            boolean isFile = parameter.getType().equals("java.io.File");
            for (String value : goal.texts(parameter.getName())) add(value, isFile);
        }
        addNamedBy((Xpp3Dom) configuration, goal);
    }

    /** All that a configuration names, at any depth: an Ant target is one. */
    void addNamedBy(@Nullable Xpp3Dom configuration, @Nullable GoalSettings goal) {
        if (configuration == null) return;
        for (String attribute : configuration.getAttributeNames()) {
            if (!WRITTEN.matcher(attribute).matches()) addText(configuration.getAttribute(attribute), goal);
        }
        if (!WRITTEN.matcher(configuration.getName()).matches()) addText(configuration.getValue(), goal);
        for (Xpp3Dom child : configuration.getChildren()) addNamedBy(child, goal);
    }

    /** Some generators know their directories by heart: {@code src/main/proto}, {@code src/test/avro}. */
    void addConventional(Set<String> others) {
        Set<String> followed = new LinkedHashSet<>();
        project.getResources().forEach(it -> followed.add(new File(it.getDirectory()).getPath()));
        project.getTestResources().forEach(it -> followed.add(new File(it.getDirectory()).getPath()));
        for (String side : new String[] {"src/main", "src/test"}) {
            File[] children = new File(project.getBasedir(), side).listFiles(File::isDirectory);
            if (children == null) continue;
            for (File child : children) {
                if (!followed.contains(child.getPath()) && !others.contains(child.getName())) add(child.getPath(), false);
            }
        }
    }

    /** Absolute paths, in the order in which they were found. */
    Set<String> paths() {
        return found;
    }

    private void addText(@Nullable String text, @Nullable GoalSettings goal) {
        if (text == null || text.trim().isEmpty() || text.length() > LONGEST) return;
        Object value = evaluated(text.trim(), goal);
        if (value instanceof Collection) {
            ((Collection<?>) value).forEach(it -> add(String.valueOf(it), false));
            return;
        }
        add(value.toString(), false);
        for (String part : SEPARATORS.split(value.toString())) {
            if (part.indexOf('/') >= 0 || part.indexOf('.') > 0) add(part, false);
        }
    }

    private static Object evaluated(String text, @Nullable GoalSettings goal) {
        if (goal == null || !text.contains("${")) return text;
        try {
            Object value = goal.evaluate(text);
            return value == null ? text : value;
        } catch (IllegalArgumentException e) {
            // An expression of another language, Ant's for one.
            return text;
        }
    }

    private void add(String text, boolean mayBeAbsent) {
        if (text.isEmpty() || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) return;
        Path path;
        try {
            path = base.resolve(text.startsWith("file://") ? text.substring("file://".length()) : text).normalize();
        } catch (InvalidPathException e) {
            return;
        }
        if (outputs.stream().anyMatch(path::startsWith)) return;
        File file = path.toFile();
        if (!file.exists()) {
            if (mayBeAbsent && path.startsWith(top)) found.add(path.toString());
            return;
        }
        // What holds a whole module holds its outputs, and whatever else there is.
        boolean tooMuch = !path.startsWith(top) || bases.stream().anyMatch(it -> it.startsWith(path));
        if (file.isDirectory() && tooMuch) return;
        found.add(path.toString());
    }
}
