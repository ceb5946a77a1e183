package dev.testls.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Moves the outputs of every project of a build out of the user's tree.
 *
 * <p>When it is applied Maven has already replaced {@code ${project.build.directory}} by an absolute path wherever a
 * pom says it, so these paths are replaced in their turn: in plugin configurations, properties, resources and source
 * roots. What plugins ask for later ({@code ${project.build.outputDirectory}} as a default value) follows the model by
 * itself.
 *
 * <p>A directory that only a plugin's code knows ({@code new File(basedir, "target")}) cannot be moved.
 */
final class Relocation {
    private static final String USUAL = "tls.usualDirectories";

    private final File outputs;
    private final List<Move> moves = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    private Relocation(File outputs) {
        this.outputs = outputs;
    }

    static void apply(MavenSession session, File outputs) {
        Relocation relocation = new Relocation(outputs);
        relocation.giveNames(session.getProjects());
        // All moves first: a module may name another module's build directory.
        for (MavenProject project : session.getProjects()) relocation.moveDirectories(project);
        for (MavenProject project : session.getProjects()) relocation.rewrite(project);
    }

    private void giveNames(List<MavenProject> projects) {
        Set<String> taken = new HashSet<>();
        Set<String> ambiguous = new HashSet<>();
        for (MavenProject project : projects) {
            if (!taken.add(project.getArtifactId())) ambiguous.add(project.getArtifactId());
        }
        for (MavenProject project : projects) {
            String name = ambiguous.contains(project.getArtifactId())
                    ? project.getGroupId() + "_" + project.getArtifactId() : project.getArtifactId();
            names.put(project.getId(), name);
        }
    }

    /** What a build makes in the user's tree before tests run: its directory, and those of main and test classes. */
    static List<File> usual(MavenProject project, boolean hasMain) {
        List<File> usual = new ArrayList<>(Arrays.asList((File[]) project.getContextValue(USUAL)));
        if (!hasMain) usual.remove(1);
        return usual;
    }

    private void moveDirectories(MavenProject project) {
        Build build = project.getBuild();
        project.setContextValue(USUAL, new File[] {absolute(project, build.getDirectory()),
                absolute(project, build.getOutputDirectory()), absolute(project, build.getTestOutputDirectory())});
        File home = new File(outputs, names.get(project.getId()));
        File oldDirectory = absolute(project, build.getDirectory());
        // Without this check a build directory that is the project itself would draw the sources along.
        if (!contains(oldDirectory, project.getBasedir())) {
            moves.add(new Move(project.getBasedir(), oldDirectory, home));
        }
        File main = moved(project, build.getOutputDirectory(), new File(home, "classes"));
        File test = moved(project, build.getTestOutputDirectory(), new File(home, "test-classes"));
        build.setDirectory(home.getPath());
        build.setOutputDirectory(main.getPath());
        build.setTestOutputDirectory(test.getPath());
        // Plugins, and the resolver, expect what Maven's own build would have made.
        main.mkdirs();
        test.mkdirs();
    }

    private File moved(MavenProject project, String oldPath, File otherwise) {
        File old = absolute(project, oldPath);
        String rewritten = rewrite(project, old.getPath());
        if (!rewritten.equals(old.getPath())) return new File(rewritten);
        if (!contains(old, project.getBasedir())) moves.add(new Move(project.getBasedir(), old, otherwise));
        return otherwise;
    }

    private void rewrite(MavenProject project) {
        Properties properties = project.getProperties();
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            String moved = rewrite(project, value);
            if (!moved.equals(value)) properties.setProperty(name, moved);
        }
        project.getResources().forEach(resource -> rewrite(project, resource));
        project.getTestResources().forEach(resource -> rewrite(project, resource));
        rewriteAll(project, project.getCompileSourceRoots());
        rewriteAll(project, project.getTestCompileSourceRoots());
        rewriteAll(project, project.getBuild().getFilters());
        for (Plugin plugin : project.getBuildPlugins()) {
            rewrite(project, (Xpp3Dom) plugin.getConfiguration());
            for (PluginExecution execution : plugin.getExecutions()) {
                rewrite(project, (Xpp3Dom) execution.getConfiguration());
            }
        }
    }

    private void rewrite(MavenProject project, Resource resource) {
        resource.setDirectory(rewrite(project, resource.getDirectory()));
        if (resource.getTargetPath() != null) resource.setTargetPath(rewrite(project, resource.getTargetPath()));
    }

    /** Maven 4 hands out lists that cannot be changed; nearly always there is nothing to change. */
    private void rewriteAll(MavenProject project, List<String> paths) {
        boolean moves = paths.stream().anyMatch(path -> !rewrite(project, path).equals(path));
        if (moves) paths.replaceAll(path -> rewrite(project, path));
    }

    private void rewrite(MavenProject project, Xpp3Dom configuration) {
        if (configuration == null) return;
        String value = configuration.getValue();
        if (value != null) configuration.setValue(rewriteRelative(project, rewrite(project, value)));
        for (String attribute : configuration.getAttributeNames()) {
            String old = configuration.getAttribute(attribute);
            configuration.setAttribute(attribute, rewriteRelative(project, rewrite(project, old)));
        }
        for (Xpp3Dom child : configuration.getChildren()) rewrite(project, child);
    }

    /** Replaces every mention of a moved directory, also in the midst of a text such as an {@code argLine}. */
    private String rewrite(MavenProject project, String text) {
        String result = text;
        for (Move move : moves) result = move.rewrite(result);
        if (result.contains("..") && new File(result).isAbsolute()) {
            String normal = new File(result).toPath().normalize().toString();
            String moved = normal;
            for (Move move : moves) moved = move.rewrite(moved);
            if (!moved.equals(normal)) return moved;
        }
        return result;
    }

    /**
     * A path below {@code target} that a plugin would resolve against the project's directory. A pattern is left alone.
     */
    private String rewriteRelative(MavenProject project, String text) {
        String trimmed = text.trim();
        if (trimmed.indexOf('*') >= 0 || trimmed.indexOf('\n') >= 0) return text;
        for (Move move : moves) {
            if (!move.base.equals(project.getBasedir()) || move.relative.isEmpty()) continue;
            String path = trimmed.startsWith("./") ? trimmed.substring(2) : trimmed;
            if (path.equals(move.relative)) return move.to;
            if (path.startsWith(move.relative + "/")) return move.to + path.substring(move.relative.length());
        }
        return text;
    }

    private static File absolute(MavenProject project, String path) {
        File file = new File(path);
        if (!file.isAbsolute()) file = new File(project.getBasedir(), path);
        return file.toPath().normalize().toFile();
    }

    private static boolean contains(File directory, File other) {
        return other.toPath().normalize().startsWith(directory.toPath().normalize());
    }

    private static final class Move {
        private final File base;
        private final String from;
        private final String to;
        private final String relative;

        Move(File base, File from, File to) {
            this.base = base;
            this.from = from.getPath();
            this.to = to.getPath();
            String prefix = base.getPath() + File.separator;
            this.relative = this.from.startsWith(prefix) ? this.from.substring(prefix.length()) : "";
        }

        /** Whole path segments only: {@code /a/target} is not in {@code /a/targets}. */
        String rewrite(String text) {
            int at = text.indexOf(from);
            if (at < 0) return text;
            StringBuilder result = new StringBuilder();
            int done = 0;
            for (; at >= 0; at = text.indexOf(from, at + from.length())) {
                int end = at + from.length();
                boolean wholeSegment = end == text.length() || !isNamePart(text.charAt(end));
                if (!wholeSegment) continue;
                result.append(text, done, at).append(to);
                done = end;
            }
            return result.append(text, done, text.length()).toString();
        }

        private static boolean isNamePart(char c) {
            return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
        }
    }
}
