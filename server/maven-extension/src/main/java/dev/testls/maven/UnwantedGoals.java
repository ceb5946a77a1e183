package dev.testls.maven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;

/**
 * Which plugin executions are not run while the model is read, and why. What is not named here is run: an unknown
 * plugin may generate sources.
 */
final class UnwantedGoals {
    /** A phase of no lifecycle: Maven leaves out what is bound to it, and its configuration can still be looked at. */
    private static final String NO_PHASE = "none";

    /** Goals of these plugins look at the project, or at what was built, and change nothing that a test can see. */
    private static final Set<String> CHECKS = set(
            "apache-rat-plugin", "maven-enforcer-plugin", "maven-checkstyle-plugin", "license-maven-plugin",
            "maven-javadoc-plugin", "animal-sniffer-maven-plugin", "maven-pmd-plugin", "spotbugs-maven-plugin",
            "findbugs-maven-plugin", "jacoco-maven-plugin", "cobertura-maven-plugin", "cyclonedx-maven-plugin",
            "spdx-maven-plugin", "moditect-maven-plugin", "forbiddenapis", "japicmp-maven-plugin",
            "revapi-maven-plugin", "clirr-maven-plugin", "versions-maven-plugin", "maven-site-plugin",
            "sonar-maven-plugin", "ossindex-maven-plugin", "dependency-check-maven", "maven-scm-plugin",
            "maven-gpg-plugin", "maven-artifact-plugin", "maven-changes-plugin", "taglist-maven-plugin",
            "detekt-maven-plugin", "ktlint-maven-plugin", "pitest-maven", "maven-clean-plugin", "maven-source-plugin",
            "modernizer-maven-plugin", "depgraph-maven-plugin", "dokka-maven-plugin", "maven-plugin-report-plugin",
            "maven-jxr-plugin");

    /** Goals of these plugins write into the source tree; nobody has asked for that by asking for tests. */
    private static final Set<String> TREE_WRITERS = set(
            "spotless-maven-plugin", "spring-javaformat-maven-plugin", "formatter-maven-plugin",
            "impsort-maven-plugin", "fmt-maven-plugin", "sortpom-maven-plugin", "tidy-maven-plugin",
            "flatten-maven-plugin", "googleformatter-maven-plugin", "git-code-format-maven-plugin",
            "rewrite-maven-plugin", "githook-maven-plugin", "git-build-hook-maven-plugin");

    /** As before, but a test may miss what they make. */
    private static final Set<String> TREE_WRITERS_OF_USE = set("frontend-maven-plugin", "yarn-maven-plugin");

    /** Compiling Java is the daemon's own work. */
    private static final Set<String> COMPILERS = set("maven-compiler-plugin");

    /** Runners of tests, wherever they are bound. */
    private static final Set<String> TEST_RUNNERS = set("maven-surefire-plugin", "maven-failsafe-plugin");

    private static final Map<String, Set<String>> GOALS_WITHOUT_EFFECT = new HashMap<>();

    static {
        GOALS_WITHOUT_EFFECT.put("maven-dependency-plugin", set("analyze", "analyze-only", "analyze-dep-mgt",
                "analyze-duplicate", "analyze-exclusions", "tree", "list", "resolve-plugins", "go-offline",
                "purge-local-repository"));
        // What these make goes into a jar's manifest or index, which no class path of directories has.
        GOALS_WITHOUT_EFFECT.put("maven-bundle-plugin", set("manifest", "bundle"));
        GOALS_WITHOUT_EFFECT.put("bnd-maven-plugin", set("bnd-process", "bnd-process-tests"));
        GOALS_WITHOUT_EFFECT.put("xml-maven-plugin", set("validate", "check-format", "indent-format"));
        GOALS_WITHOUT_EFFECT.put("maven-jdeps-plugin", set("jdkinternals", "test-jdkinternals"));
        GOALS_WITHOUT_EFFECT.put("maven-plugin-plugin", set("report", "descriptor"));
    }

    private final Set<String> reactor = new HashSet<>();
    /** By identity: two projects' plugins of the same name are equal to Maven. */
    private final Map<Plugin, List<Bound>> asInPom = new IdentityHashMap<>();
    private final Set<MavenProject> withoutCoverage = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();

    private final Phases phases;

    /** Whether the modules are compiled, and not only read. */
    private final boolean compiling;

    private UnwantedGoals(Phases phases, boolean compiling) {
        this.phases = phases;
        this.compiling = compiling;
    }

    /** Takes the unwanted executions out of every project's build; remembers where they were bound. */
    static UnwantedGoals takeOut(MavenSession session, Phases phases, boolean compiling) {
        UnwantedGoals unwanted = new UnwantedGoals(phases, compiling);
        for (MavenProject project : session.getProjects()) {
            unwanted.reactor.add(project.getGroupId() + ":" + project.getArtifactId());
        }
        for (MavenProject project : session.getProjects()) unwanted.takeOut(project);
        return unwanted;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Whether a coverage agent was left out, which would have put something into {@code argLine}. */
    boolean leftOutCoverage(MavenProject project) {
        return withoutCoverage.contains(project);
    }

    /** The executions as the pom has them: what they were bound to is still told here. */
    List<Bound> executions(Plugin plugin) {
        return asInPom.getOrDefault(plugin, Collections.emptyList());
    }

    private void takeOut(MavenProject project) {
        for (Plugin plugin : project.getBuildPlugins()) {
            String name = plugin.getArtifactId();
            List<PluginExecution> executions = new ArrayList<>(plugin.getExecutions());
            List<Bound> bound = new ArrayList<>();
            for (PluginExecution execution : executions) bound.add(new Bound(execution, goalsOfCompiling(project, plugin, execution)));
            asInPom.put(plugin, bound);
            if (name.equals("jacoco-maven-plugin") || name.equals("cobertura-maven-plugin")) {
                withoutCoverage.add(project);
            }
            for (PluginExecution execution : executions) takeOut(project, plugin, execution);
        }
    }

    /** The goals that run when the modules are compiled, in whatever phase. */
    private List<String> goalsOfCompiling(MavenProject project, Plugin plugin, PluginExecution execution) {
        List<String> goals = new ArrayList<>();
        if (NO_PHASE.equals(execution.getPhase())) return goals;
        for (String goal : execution.getGoals()) {
            if (!why(project, plugin, execution, goal, true).isPresent()) goals.add(goal);
        }
        return goals;
    }

    private void takeOut(MavenProject project, Plugin plugin, PluginExecution execution) {
        if (NO_PHASE.equals(execution.getPhase())) return;
        List<String> kept = new ArrayList<>();
        for (String goal : execution.getGoals()) {
            Optional<String> why = why(project, plugin, execution, goal, compiling);
            if (!why.isPresent()) {
                kept.add(goal);
            } else if (!why.get().isEmpty()) {
                warnings.add(project.getGroupId() + ":" + project.getArtifactId() + ": " + plugin.getArtifactId() + ":"
                        + goal + " (" + execution.getId() + ") is not run: " + why.get());
            }
        }
        if (kept.isEmpty()) {
            execution.setPhase(NO_PHASE);
        } else {
            execution.setGoals(kept);
        }
    }

    /** Why a goal is not run; empty text when nobody needs to know. */
    private Optional<String> why(MavenProject project, Plugin plugin, PluginExecution execution, String goal, boolean compiling) {
        String name = plugin.getArtifactId();
        if (CHECKS.contains(name) || TEST_RUNNERS.contains(name) || TREE_WRITERS.contains(name)
                || OtherLanguages.isTestRunner(name, goal) || !compiling && isCompiler(name, goal)
                || GOALS_WITHOUT_EFFECT.getOrDefault(name, Collections.emptySet()).contains(goal)) {
            return Optional.of("");
        }
        if (TREE_WRITERS_OF_USE.contains(name)) {
            return Optional.of("it writes into the project's tree. Run Maven yourself when tests need what it makes.");
        }
        if (reactor.contains(plugin.getKey())) {
            return Optional.of("the plugin is itself a module of this build. "
                    + "Install it and build from its release to have it run.");
        }
        String phase = execution.getPhase() == null ? phases.defaultPhase(project, plugin, goal) : execution.getPhase();
        if ("process-classes".equals(phase) && !compiling) {
            return Optional.of("it works on compiled classes, and none are compiled while the model is read.");
        }
        return Optional.empty();
    }

    private static boolean isCompiler(String plugin, String goal) {
        return COMPILERS.contains(plugin) || OtherLanguages.isCompiler(plugin, goal);
    }

    private static Set<String> set(String... names) {
        return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(names)));
    }

    /** Tells the phase that a goal is bound to where the pom names none; empty text when nobody knows. */
    interface Phases {
        String defaultPhase(MavenProject project, Plugin plugin, String goal);
    }

    /** An execution and the phase that the pom gives it; empty text: the goal's own. */
    static final class Bound {
        private final PluginExecution execution;
        private final List<String> goals;
        private final List<String> goalsOfCompiling;
        private final String phase;

        private Bound(PluginExecution execution, List<String> goalsOfCompiling) {
            this.execution = execution;
            this.goalsOfCompiling = goalsOfCompiling;
            this.goals = new ArrayList<>(execution.getGoals());
            this.phase = execution.getPhase() == null ? "" : execution.getPhase();
        }

        PluginExecution execution() {
            return execution;
        }

        /** Those that run in some phase. */
        List<String> goals() {
            return phase.equals(NO_PHASE) ? Collections.emptyList() : goals;
        }

        /** Those that run when the modules are compiled, and not only read. */
        List<String> goalsOfCompiling() {
            return goalsOfCompiling;
        }

        boolean has(String goal) {
            return goals.contains(goal) && !phase.equals(NO_PHASE);
        }

        String phase() {
            return phase;
        }
    }
}
