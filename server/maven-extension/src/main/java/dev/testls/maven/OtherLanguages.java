package dev.testls.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The languages besides Java that plugins of a project compile, and where their sources stand.
 *
 * <p>The daemon compiles none of them: where there are sources of one, the build's own compilers make the classes.
 */
final class OtherLanguages {
    /** The language that a compiler's plugin stands for. */
    private static final Map<String, String> COMPILERS = new HashMap<>();

    static {
        COMPILERS.put("kotlin-maven-plugin", "KOTLIN");
        COMPILERS.put("gmavenplus-plugin", "GROOVY");
        COMPILERS.put("groovy-maven-plugin", "GROOVY");
        COMPILERS.put("gmaven-plugin", "GROOVY");
        COMPILERS.put("scala-maven-plugin", "SCALA");
        COMPILERS.put("maven-scala-plugin", "SCALA");
        COMPILERS.put("aspectj-maven-plugin", "ASPECTJ");
        COMPILERS.put("clojure-maven-plugin", "CLOJURE");
    }

    /** Goals that make classes, or Java sources of sources in another language. */
    private static final Set<String> COMPILE_GOALS = new HashSet<>(Arrays.asList(
            "compile", "testCompile", "test-compile", "compileTests", "testcompile", "kapt", "test-kapt", "generateStubs",
            "generateTestStubs", "removeStubs", "removeTestStubs", "doc-jar"));

    /** Plugins with a goal {@code test} that runs tests which Surefire does not. */
    private static final Set<String> TEST_RUNNERS = new HashSet<>(Arrays.asList(
            "scalatest-maven-plugin", "specs2-maven-plugin", "clojure-maven-plugin"));

    /** Parameters that name directories of sources, and those of which each element does. */
    private static final List<String> DIRECTORIES = Arrays.asList(
            "sourceDirs", "sourceDir", "testSourceDir", "aspectDirectory", "testAspectDirectory", "sourceDirectories",
            "testSourceDirectories");
    private static final List<String> FILE_SETS = Arrays.asList("sources", "testSources");

    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> mainRoots = new LinkedHashSet<>();
    private final Set<String> testRoots = new LinkedHashSet<>();
    private final List<String> testRunners = new ArrayList<>();

    private OtherLanguages() {}

    static OtherLanguages none() {
        return new OtherLanguages();
    }

    static boolean isPlugin(String plugin) {
        return COMPILERS.containsKey(plugin) || TEST_RUNNERS.contains(plugin);
    }

    static boolean isCompiler(String plugin, String goal) {
        return COMPILERS.containsKey(plugin) && COMPILE_GOALS.contains(goal);
    }

    static boolean isTestRunner(String plugin, String goal) {
        return TEST_RUNNERS.contains(plugin) && goal.equals("test");
    }

    static OtherLanguages of(MavenProject project, UnwantedGoals unwanted, Settings settings) {
        OtherLanguages languages = new OtherLanguages();
        for (Plugin plugin : project.getBuildPlugins()) {
            if (plugin.getArtifactId().equals("maven-compiler-plugin")) languages.addJavaCompiler(project, plugin);
            String language = COMPILERS.get(plugin.getArtifactId());
            // As an extension of the build it binds its goals itself.
            if (language != null && plugin.isExtensions()) languages.add(project, language);
            for (UnwantedGoals.Bound bound : unwanted.executions(plugin)) {
                for (String goal : bound.goals()) {
                    if (isTestRunner(plugin.getArtifactId(), goal)) languages.testRunners.add(plugin.getArtifactId());
                    if (language == null || !isCompiler(plugin.getArtifactId(), goal)) continue;
                    languages.add(project, language);
                    languages.addRoots(project, settings.of(plugin, bound.execution(), goal), goal);
                }
            }
        }
        return languages;
    }

    /** Of {@code Language} in the daemon. */
    Collection<String> names() {
        return names;
    }

    Collection<String> mainRoots() {
        return mainRoots;
    }

    Collection<String> testRoots() {
        return testRoots;
    }

    /** Plugins that run tests of their own kind when the build tests. */
    Collection<String> testRunners() {
        return Collections.unmodifiableList(testRunners);
    }

    /** The Java compiler's place can be taken by one that compiles another language as well. */
    private void addJavaCompiler(MavenProject project, Plugin plugin) {
        List<Object> configurations = new ArrayList<>();
        configurations.add(plugin.getConfiguration());
        plugin.getExecutions().forEach(execution -> configurations.add(execution.getConfiguration()));
        for (Object configuration : configurations) {
            Xpp3Dom id = configuration == null ? null : ((Xpp3Dom) configuration).getChild("compilerId");
            if (id == null || id.getValue() == null) continue;
            if (id.getValue().trim().equals("groovy-eclipse-compiler")) add(project, "GROOVY");
            if (id.getValue().trim().equals("aspectj")) add(project, "ASPECTJ");
        }
    }

    private void add(MavenProject project, String language) {
        if (!names.add(language)) return;
        String directory = language.equals("ASPECTJ") ? "aspect" : language.toLowerCase(java.util.Locale.ROOT);
        // Where its sources stand by custom, which not every plugin has as a parameter's value.
        mainRoots.add(new File(project.getBasedir(), "src/main/" + directory).getPath());
        testRoots.add(new File(project.getBasedir(), "src/test/" + directory).getPath());
    }

    private void addRoots(MavenProject project, GoalSettings goal, String goalName) {
        Set<String> roots = goalName.toLowerCase(java.util.Locale.ROOT).contains("test") ? testRoots : mainRoots;
        for (String parameter : DIRECTORIES) {
            for (String directory : goal.texts(parameter)) roots.add(absolute(project, directory));
        }
        for (String parameter : FILE_SETS) {
            for (Xpp3Dom element : goal.elements(parameter)) {
                Xpp3Dom directory = element.getChild("directory");
                Object value = directory == null ? null : goal.evaluate(directory.getValue());
                if (value != null) roots.add(absolute(project, value.toString()));
            }
        }
    }

    private static String absolute(MavenProject project, String path) {
        File file = new File(path);
        return (file.isAbsolute() ? file : new File(project.getBasedir(), path)).toPath().normalize().toString();
    }

    /** What a goal would be configured with. */
    interface Settings {
        GoalSettings of(Plugin plugin, PluginExecution execution, String goal);
    }
}
