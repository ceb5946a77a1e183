package dev.testls.maven;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutionException;
import org.apache.maven.lifecycle.internal.LifecycleDependencyResolver;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Resource;
import org.apache.maven.model.io.xpp3.MavenXpp3Writer;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** One project of the build, after resources and generated sources are made, as the daemon's JSON. */
@Named
@Singleton
final class ModuleReader {
    private static final String COMPILER = "org.apache.maven.plugins:maven-compiler-plugin";
    private static final String SUREFIRE = "org.apache.maven.plugins:maven-surefire-plugin";
    private static final String RESOURCES = "org.apache.maven.plugins:maven-resources-plugin";
    private static final Set<String> ALL_SCOPES =
            new LinkedHashSet<>(Arrays.asList("compile", "system", "provided", "runtime", "test"));
    private static final Set<String> COMPILE_SCOPES = new HashSet<>(Arrays.asList("compile", "system", "provided"));

    /** What has been run when the model is read. */
    private static final Set<String> PHASES = new HashSet<>(Arrays.asList("validate", "initialize", "generate-sources",
            "process-sources", "generate-resources", "process-resources", "compile", "process-classes",
            "generate-test-sources", "process-test-sources", "generate-test-resources", "process-test-resources"));

    /** What else runs before the tests do: bound later, Surefire's goal is no part of {@code mvn test}. */
    private static final Set<String> TEST_PHASES =
            new HashSet<>(Arrays.asList("test-compile", "process-test-classes", "test"));

    /** Children of {@code src/main} that hold sources of compilers, or nothing that a test sees. */
    private static final Set<String> NO_GENERATOR_INPUT = new HashSet<>(Arrays.asList(
            "java", "resources", "kotlin", "groovy", "scala", "webapp", "assembly", "site", "javadoc"));

    /** Goals that name directories for others to read, and read none themselves. */
    private static final Set<String> ADDERS = new HashSet<>(Arrays.asList(
            "add-source", "add-test-source", "add-resource", "add-test-resource"));

    private final BuildPluginManager plugins;
    private final LifecycleDependencyResolver dependencies;
    private final ReactorOutputs reactor;
    private final CompilerReader compiler;
    private final SurefireReader surefire;
    private final PlatformReader platform;
    private final Jdks jdks;
    private final Parameters parameters;

    @Inject
    ModuleReader(BuildPluginManager plugins, LifecycleDependencyResolver dependencies, ReactorOutputs reactor,
            CompilerReader compiler, SurefireReader surefire, PlatformReader platform, Jdks jdks,
            Parameters parameters) {
        this.plugins = plugins;
        this.dependencies = dependencies;
        this.reactor = reactor;
        this.compiler = compiler;
        this.surefire = surefire;
        this.platform = platform;
        this.jdks = jdks;
        this.parameters = parameters;
    }

    /** The phase a goal names for itself; empty text when it names none, or is not to be had. */
    String defaultPhase(MavenSession session, MavenProject project, Plugin plugin, String goal) {
        try {
            String phase = descriptor(session, project, plugin, goal).getPhase();
            return phase == null ? "" : phase;
        } catch (ReadFailure e) {
            // Maven will say it better when it comes to running the goal.
            return "";
        }
    }

    Map<String, Object> read(MavenSession session, MavenProject project, UnwantedGoals unwanted, List<String> warnings)
            throws LifecycleExecutionException {
        session.setCurrentProject(project);
        resolve(session, project);
        File outputs = new File(project.getBuild().getDirectory());

        Map<String, Object> module = new LinkedHashMap<>();
        module.put("id", project.getGroupId() + ":" + project.getArtifactId());
        module.put("name", project.getName());
        module.put("packaging", project.getPackaging());
        module.put("directory", project.getBasedir());
        CompilerGoals compile = compilerGoals(session, project, unwanted, "compile", "default-compile");
        CompilerGoals testCompile = compilerGoals(session, project, unwanted, "testCompile", "default-testCompile");
        List<String> sourceRoots = new ArrayList<>(project.getCompileSourceRoots());
        compile.addOverlays(sourceRoots, project, warnings);
        List<String> testSourceRoots = new ArrayList<>(project.getTestCompileSourceRoots());
        testCompile.addOverlays(testSourceRoots, project, warnings);
        // A parent's model has the usual directories too, though nothing is ever made of them.
        boolean hasCode = !project.getPackaging().equals("pom");
        OtherLanguages languages = hasCode ? OtherLanguages.of(project, unwanted,
                (plugin, execution, goal) -> settings(session, project, plugin, execution, goal)) : OtherLanguages.none();
        sourceRoots.addAll(languages.mainRoots());
        testSourceRoots.addAll(languages.testRoots());
        module.put("languages", languages.names());
        module.put("otherTestRunners", languages.testRunners());
        // What only these compilers read of the pom is nowhere else in the model.
        module.put("effectivePom", languages.names().isEmpty() ? "" : effectivePom(project));
        List<String> noRoots = Collections.emptyList();
        List<Resource> noResources = Collections.emptyList();
        boolean compilesMain = hasCode && !compile.usual().filter(goal -> goal.flag("skipMain")).isPresent();
        boolean hasMain = sourceRoots.stream().anyMatch(it -> new File(it).isDirectory())
                || project.getResources().stream().anyMatch(it -> new File(it.getDirectory()).isDirectory());
        module.put("buildDirectories", Relocation.usual(project, hasMain));
        module.put("sourceRoots", existing(compilesMain ? sourceRoots : noRoots, outputs));
        module.put("testSourceRoots", existing(hasCode ? testSourceRoots : noRoots, outputs));
        module.put("resources",
                resources(session, project, hasCode ? project.getResources() : noResources, "resources"));
        module.put("testResources",
                resources(session, project, hasCode ? project.getTestResources() : noResources, "testResources"));
        module.put("resourceOutput", project.getBuild().getOutputDirectory());
        module.put("testResourceOutput", project.getBuild().getTestOutputDirectory());
        module.put("generatorInputs", generatorInputs(session, project, unwanted, !languages.names().isEmpty()));
        module.put("compileClasspath", classpath(project, COMPILE_SCOPES, warnings));
        module.put("testClasspath", classpath(project, ALL_SCOPES, warnings));

        Map<String, Object> java = compile.usual().isPresent()
                ? compiler.mainSettings(session, project, compile.usual().get()) : CompilerReader.defaults();
        compile.takeBackExcludes(java);
        compile.raiseToOverlays(java, project.getCompileSourceRoots(), goal -> compiler.mainSettings(session, project, goal));
        module.put("java", java);
        Map<String, Object> testJava = testCompile.usual().isPresent()
                ? compiler.testSettings(session, project, testCompile.usual().get()) : CompilerReader.defaults();
        testCompile.raiseToOverlays(testJava, project.getTestCompileSourceRoots(), goal -> compiler.testSettings(session, project, goal));
        module.put("testJava", testJava);
        Optional<GoalSettings> anyCompile = compile.usual().isPresent() ? compile.usual() : testCompile.usual();
        module.put("jdkHome", anyCompile.isPresent() ? jdks.home(session, anyCompile.get()) : Jdks.ofMaven());
        Set<Object> unhonoured = new LinkedHashSet<>();
        for (CompilerGoals side : Arrays.asList(compile, testCompile)) {
            side.usual().ifPresent(goal ->
                    unhonoured.addAll(parameters.unhonoured("compiler", goal, EnumSet.noneOf(Provider.class))));
        }
        boolean compilesTests = !testCompile.usual().filter(goal -> goal.flag("skip")).isPresent();
        addTests(session, project, unwanted, compilesTests, warnings, unhonoured, module);
        module.put("unhonoured", unhonoured);
        return module;
    }

    /** A digest of all that the module's pom says, with what it inherits. */
    private static String effectivePom(MavenProject project) {
        StringWriter text = new StringWriter();
        try {
            new MavenXpp3Writer().write(text, project.getModel());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, hash).toString(16);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new ReadFailure("other", "The effective pom cannot be told: " + e + ".", project);
        }
    }

    /** As a plugin would have it resolved that asks for the test class path; artifacts of the reactor among them. */
    private void resolve(MavenSession session, MavenProject project) throws LifecycleExecutionException {
        dependencies.resolveProjectDependencies(
                project, Collections.emptySet(), ALL_SCOPES, session, false, Collections.emptySet());
        project.setArtifactFilter(artifact -> true);
    }

    private List<Object> classpath(MavenProject project, Set<String> scopes, List<String> warnings) {
        List<Object> entries = new ArrayList<>();
        for (Artifact artifact : project.getArtifacts()) {
            if (!artifact.getArtifactHandler().isAddedToClasspath() || !scopes.contains(artifact.getScope())) continue;
            // An optional dependency that no repository has.
            MavenProject module = reactor.module(artifact);
            if (module == null && artifact.getFile() == null) continue;
            Map<String, Object> entry = new LinkedHashMap<>();
            if (module == null) {
                entry.put("path", artifact.getFile());
            } else {
                if (artifact.hasClassifier() && artifact.getClassifier().endsWith("sources")) continue;
                boolean tests = ReactorOutputs.isTests(artifact.getType(), artifact.getClassifier());
                if (!tests && artifact.hasClassifier() && scopes == ALL_SCOPES) {
                    warnings.add(project.getGroupId() + ":" + project.getArtifactId() + ": depends on "
                            + artifact.getId()
                            + ", which only packaging makes. The module's classes take its place.");
                }
                entry.put("module", module.getGroupId() + ":" + module.getArtifactId());
                entry.put("part", tests ? "TEST" : "MAIN");
            }
            entries.add(entry);
        }
        return entries;
    }

    /** Roots of the user's tree may come to exist while the daemon lives; what was not generated by now will not. */
    private static List<String> existing(Collection<String> roots, File outputs) {
        Set<String> result = new LinkedHashSet<>();
        for (String root : roots) {
            File directory = new File(root);
            boolean generated = directory.toPath().startsWith(outputs.toPath());
            if (!generated || directory.isDirectory()) result.add(directory.toPath().normalize().toString());
        }
        return new ArrayList<>(result);
    }

    private List<Object> resources(MavenSession session, MavenProject project, List<Resource> resources,
            String goalName) {
        List<Object> result = new ArrayList<>();
        for (Resource resource : resources) {
            Map<String, Object> root = new LinkedHashMap<>();
            root.put("directory", new File(resource.getDirectory()).toPath().normalize().toFile());
            root.put("targetPath", resource.getTargetPath() == null ? "" : resource.getTargetPath());
            root.put("filtered", resource.isFiltering());
            if (resource.isFiltering()) root.put("delimiters", delimiters(session, project, goalName));
            root.put("includes", resource.getIncludes());
            root.put("excludes", resource.getExcludes());
            result.add(root);
        }
        return result;
    }

    /** What begins an expression in a filtered file: a file that holds none of these is copied as it is. */
    private List<String> delimiters(MavenSession session, MavenProject project, String goalName) {
        List<String> beginnings = new ArrayList<>();
        Plugin plugin = project.getPlugin(RESOURCES);
        boolean standard = true;
        if (plugin != null) {
            for (PluginExecution execution : plugin.getExecutions()) {
                if (!execution.getGoals().contains(goalName)) continue;
                GoalSettings goal = settings(session, project, plugin, execution, goalName);
                standard = !goal.has("useDefaultDelimiters") || goal.flag("useDefaultDelimiters");
                for (String delimiter : goal.texts("delimiters")) {
                    int star = delimiter.indexOf('*');
                    beginnings.add(star < 0 ? delimiter : delimiter.substring(0, star));
                }
            }
        }
        if (standard) beginnings.addAll(Arrays.asList("${", "@"));
        return beginnings;
    }

    /** What goals read that run before the tests do, besides sources and resources; where the build compiles, of all of them. */
    private Set<String> generatorInputs(MavenSession session, MavenProject project, UnwantedGoals unwanted, boolean compiledByBuild) {
        BuildInputs inputs = new BuildInputs(session, project);
        boolean generates = false;
        for (Plugin plugin : project.getBuildPlugins()) {
            if (compiledByBuild && OtherLanguages.isPlugin(plugin.getArtifactId())) {
                // As an extension it may bind goals that nothing here knows of.
                inputs.addNamedBy((Xpp3Dom) plugin.getConfiguration(), null);
            }
            for (UnwantedGoals.Bound bound : unwanted.executions(plugin)) {
                for (String goalName : bound.goalsOfCompiling()) {
                    boolean standardResources = plugin.getKey().equals(RESOURCES) && !goalName.equals("copy-resources");
                    if (standardResources || ADDERS.contains(goalName)) continue;
                    String phase = bound.phase().isEmpty() ? defaultPhase(session, project, plugin, goalName) : bound.phase();
                    // What javac is told of files is for its processors.
                    boolean javac = plugin.getKey().equals(COMPILER);
                    boolean counts = javac || PHASES.contains(phase) && !OtherLanguages.isCompiler(plugin.getArtifactId(), goalName);
                    if (!counts && !(compiledByBuild && (PHASES.contains(phase) || TEST_PHASES.contains(phase)))) continue;
                    inputs.addNamedBy(settings(session, project, plugin, bound.execution(), goalName), bound.execution().getConfiguration());
                    generates |= !javac && !plugin.getKey().equals(RESOURCES);
                }
            }
        }
        if (generates) inputs.addConventional(NO_GENERATOR_INPUT);
        return inputs.paths();
    }

    private void addTests(MavenSession session, MavenProject project, UnwantedGoals unwanted, boolean compilesTests,
            List<String> warnings, Set<Object> unhonoured, Map<String, Object> module) {
        List<Object> tests = new ArrayList<>();
        List<File> platformJars = new ArrayList<>();
        Plugin plugin = project.getPlugin(SUREFIRE);
        if (plugin != null && !project.getPackaging().equals("pom")) {
            Set<Provider> providers = EnumSet.noneOf(Provider.class);
            String version = "";
            for (UnwantedGoals.Bound bound : unwanted.executions(plugin)) {
                if (!bound.has("test")) continue;
                String id = bound.execution().getId();
                boolean beforeTests = bound.phase().isEmpty() || PHASES.contains(bound.phase())
                        || TEST_PHASES.contains(bound.phase());
                if (!beforeTests) {
                    warnings.add(module.get("id") + ": Surefire's execution " + id + " is left out: it is bound to "
                            + bound.phase() + ", which mvn test does not reach.");
                    continue;
                }
                GoalSettings goal = settings(session, project, plugin, bound.execution(), "test");
                Optional<String> skipped = compilesTests ? surefire.skipped(goal) : Optional.of("the compiler's <skip> is true");
                if (skipped.isPresent()) {
                    warnings.add(module.get("id") + ": the build skips the tests of Surefire's execution " + id + ": "
                            + skipped.get() + ".");
                    continue;
                }
                version = goal.pluginVersion();
                Provider provider = surefire.provider(project, plugin, goal);
                providers.add(provider);
                tests.add(surefire.execution(session, project, id, goal, provider, unwanted.leftOutCoverage(project),
                        warnings));
                unhonoured.addAll(parameters.unhonoured("surefire", goal, EnumSet.of(provider)));
            }
            if (!tests.isEmpty()) {
                platformJars = platform.missing(session, project, plugin, providers, version, warnings);
            }
        }
        module.put("platformJars", platformJars);
        module.put("tests", tests);
    }

    private CompilerGoals compilerGoals(
            MavenSession session, MavenProject project, UnwantedGoals unwanted, String goal, String usualId) {
        Map<String, GoalSettings> executions = new LinkedHashMap<>();
        Plugin plugin = project.getPlugin(COMPILER);
        if (plugin != null) {
            for (UnwantedGoals.Bound bound : unwanted.executions(plugin)) {
                if (!bound.has(goal)) continue;
                executions.put(bound.execution().getId(), settings(session, project, plugin, bound.execution(), goal));
            }
        }
        return CompilerGoals.of(executions, usualId);
    }

    private GoalSettings settings(MavenSession session, MavenProject project, Plugin plugin, PluginExecution execution,
            String goal) {
        MojoDescriptor descriptor = descriptor(session, project, plugin, goal);
        return new GoalSettings(session, descriptor, execution.getId(), (Xpp3Dom) execution.getConfiguration());
    }

    private MojoDescriptor descriptor(MavenSession session, MavenProject project, Plugin plugin, String goal) {
        try {
            return plugins.getMojoDescriptor(plugin, goal, project.getRemotePluginRepositories(),
                    session.getRepositorySession());
        } catch (Exception e) {
            throw new ReadFailure("plugin", "Maven could not look at " + plugin.getId() + ":" + goal + ": "
                    + e.getMessage(), project);
        }
    }
}
