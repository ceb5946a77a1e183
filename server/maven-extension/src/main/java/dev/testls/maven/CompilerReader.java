package dev.testls.maven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** What maven-compiler-plugin would tell javac. */
@Named
@Singleton
final class CompilerReader {
    private final Libraries libraries;

    @Inject
    CompilerReader(Libraries libraries) {
        this.libraries = libraries;
    }

    /** What javac does where the build has no compiler: its defaults. */
    static Map<String, Object> defaults() {
        Map<String, Object> java = new LinkedHashMap<>();
        java.put("encoding", System.getProperty("file.encoding"));
        return java;
    }

    Map<String, Object> mainSettings(MavenSession session, MavenProject project, GoalSettings goal) {
        Map<String, Object> java = common(session, project, goal);
        java.put("release", goal.text("release").trim());
        java.put("source", goal.text("source").trim());
        java.put("target", goal.text("target").trim());
        java.put("arguments", arguments(goal, "compilerArgument", "compilerArguments", "compilerArgs"));
        java.put("includes", goal.texts("includes"));
        java.put("excludes", goal.texts("excludes"));
        java.put("moduleVersion", stampsModules(goal) ? project.getVersion() : "");
        return java;
    }

    /** The plugin did it before it had a setting for it. */
    private static boolean stampsModules(GoalSettings goal) {
        return goal.has("useModuleVersion") ? goal.flag("useModuleVersion") : !PlatformReader.isOlder(goal.pluginVersion(), "3.8.1");
    }

    /** Where the goal's {@code test...} twin of a setting is absent, the main one counts. */
    Map<String, Object> testSettings(MavenSession session, MavenProject project, GoalSettings goal) {
        Map<String, Object> java = common(session, project, goal);
        java.put("release", firstSet(goal, "testRelease", "release"));
        java.put("source", firstSet(goal, "testSource", "source"));
        java.put("target", firstSet(goal, "testTarget", "target"));
        boolean ownArguments = !goal.map("testCompilerArguments").isEmpty()
                || !goal.text("testCompilerArgument").isEmpty();
        java.put("arguments", ownArguments
                ? arguments(goal, "testCompilerArgument", "testCompilerArguments", "compilerArgs")
                : arguments(goal, "compilerArgument", "compilerArguments", "compilerArgs"));
        java.put("includes", goal.texts("testIncludes"));
        java.put("excludes", goal.texts("testExcludes"));
        return java;
    }

    private Map<String, Object> common(MavenSession session, MavenProject project, GoalSettings goal) {
        Map<String, Object> java = new LinkedHashMap<>();
        String encoding = goal.text("encoding");
        boolean encodingSet = !encoding.isEmpty() && !encoding.startsWith("${");
        java.put("encoding", encodingSet ? encoding : System.getProperty("file.encoding"));
        java.put("processorPath", processorPath(session, project, goal));
        java.put("processors", goal.texts("annotationProcessors"));
        java.put("processing", goal.text("proc").trim());
        java.put("classpathOnly", goal.has("useModulePath") && !goal.flag("useModulePath"));
        return java;
    }

    private static String firstSet(GoalSettings goal, String name, String otherwise) {
        String value = goal.text(name).trim();
        return value.isEmpty() ? goal.text(otherwise).trim() : value;
    }

    private static List<String> arguments(GoalSettings goal, String single, String asMap, String asList) {
        List<String> arguments = new ArrayList<>();
        // What javac leaves out the plugin makes itself.
        if (goal.flag("createMissingPackageInfoClass")) arguments.add("-Xpkginfo:always");
        if (goal.flag("parameters")) arguments.add("-parameters");
        if (goal.flag("enablePreview")) arguments.add("--enable-preview");
        String debugging = goal.text("debuglevel").trim();
        if (!debugging.isEmpty() && goal.flag("debug")) arguments.add("-g:" + debugging);
        for (Map.Entry<String, String> entry : goal.map(asMap).entrySet()) {
            // The plugin's own reading: <Xlint/> is -Xlint, <Akey>value</Akey> is -Akey=value, else two arguments.
            String key = entry.getKey().startsWith("-") ? entry.getKey() : "-" + entry.getKey();
            if (key.startsWith("-A") && !entry.getValue().isEmpty()) {
                arguments.add(key + "=" + entry.getValue());
            } else {
                arguments.add(key);
                if (!entry.getValue().isEmpty()) arguments.add(entry.getValue());
            }
        }
        String one = goal.text(single).trim();
        if (!one.isEmpty()) arguments.addAll(Arrays.asList(one.split("\\s+")));
        for (Xpp3Dom element : goal.elements(asList)) {
            Object value = goal.evaluate(element.getValue());
            if (value != null) arguments.add(value.toString());
        }
        if (goal.flag("failOnWarning")) arguments.add("-Werror");
        // Which warnings there are matters only where one of them fails the build.
        if (arguments.contains("-Werror")) {
            if (goal.has("showWarnings") && !goal.flag("showWarnings")) arguments.add("-nowarn");
            if (goal.flag("showDeprecation")) arguments.add("-deprecation");
        }
        return arguments;
    }

    private List<?> processorPath(MavenSession session, MavenProject project, GoalSettings goal) {
        List<Dependency> roots = new ArrayList<>();
        for (Xpp3Dom element : goal.elements("annotationProcessorPaths")) roots.add(processor(project, goal, element));
        if (roots.isEmpty()) return Collections.emptyList();
        List<Dependency> managed = goal.flag("annotationProcessorPathsUseDepMgmt")
                ? managed(session, project) : Collections.emptyList();
        try {
            List<Artifact> artifacts = libraries.resolve(session, project, roots, managed);
            return Libraries.files(artifacts);
        } catch (DependencyResolutionException e) {
            throw new ReadFailure("dependency",
                    "Maven could not resolve the <annotationProcessorPaths> of maven-compiler-plugin: "
                    + e.getMessage(), project);
        }
    }

    private static Dependency processor(MavenProject project, GoalSettings goal, Xpp3Dom element) {
        String groupId = part(goal, element, "groupId", "");
        String artifactId = part(goal, element, "artifactId", "");
        String version = part(goal, element, "version", "");
        if (version.isEmpty()) version = managedVersion(project, groupId, artifactId);
        if (version.isEmpty()) {
            throw new ReadFailure("dependency", "No version is known of the annotation processor " + groupId + ":"
                    + artifactId
                    + " in <annotationProcessorPaths>. Give it a <version>, or manage it in <dependencyManagement>.",
                    project);
        }
        String classifier = part(goal, element, "classifier", "");
        String type = part(goal, element, "type", "jar");
        List<Exclusion> exclusions = new ArrayList<>();
        Xpp3Dom excluded = element.getChild("exclusions");
        if (excluded != null) {
            for (Xpp3Dom exclusion : excluded.getChildren()) {
                exclusions.add(new Exclusion(part(goal, exclusion, "groupId", "*"),
                        part(goal, exclusion, "artifactId", "*"), "*", "*"));
            }
        }
        return new Dependency(new DefaultArtifact(groupId, artifactId, classifier, type, version), "runtime", false,
                exclusions);
    }

    private static String part(GoalSettings goal, Xpp3Dom element, String name, String otherwise) {
        Xpp3Dom child = element.getChild(name);
        Object value = child == null ? null : goal.evaluate(child.getValue());
        return value == null ? otherwise : value.toString();
    }

    private static String managedVersion(MavenProject project, String groupId, String artifactId) {
        if (project.getDependencyManagement() == null) return "";
        for (org.apache.maven.model.Dependency dependency : project.getDependencyManagement().getDependencies()) {
            if (dependency.getGroupId().equals(groupId) && dependency.getArtifactId().equals(artifactId)) {
                return dependency.getVersion();
            }
        }
        return "";
    }

    private static List<Dependency> managed(MavenSession session, MavenProject project) {
        List<Dependency> managed = new ArrayList<>();
        if (project.getDependencyManagement() == null) return managed;
        for (org.apache.maven.model.Dependency dependency : project.getDependencyManagement().getDependencies()) {
            managed.add(RepositoryUtils.toDependency(dependency,
                    session.getRepositorySession().getArtifactTypeRegistry()));
        }
        return managed;
    }
}
