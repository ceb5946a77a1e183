package dev.testls.maven;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;

/** What Surefire would run an execution's tests with. Its sources are the reference for every rule here. */
@Named
@Singleton
final class SurefireReader {
    private static final List<String> DEFAULT_INCLUDES =
            Arrays.asList("**/Test*.java", "**/*Test.java", "**/*Tests.java", "**/*TestCase.java");
    /** Before 2.20. */
    private static final List<String> OLD_DEFAULT_INCLUDES =
            Arrays.asList("**/Test*.java", "**/*Test.java", "**/*TestCase.java");
    private static final List<String> DEFAULT_EXCLUDES = Arrays.asList("**/*$*");
    private static final Pattern LATE_PROPERTY = Pattern.compile("@\\{([^}]*)}");
    private static final Pattern EARLY_PROPERTY = Pattern.compile("\\$\\{([^}]*)}");

    /** Settings of the JUnit 4 and TestNG providers, told when the pom runs tests in parallel. */
    private static final List<String> PARALLEL =
            Arrays.asList("threadCount", "perCoreThreadCount", "useUnlimitedThreads",
            "parallelOptimized", "threadCountSuites", "threadCountClasses", "threadCountMethods");

    private final Jdks jdks;

    @Inject
    SurefireReader(Jdks jdks) {
        this.jdks = jdks;
    }

    /** Why this execution would run no test, if so. */
    Optional<String> skipped(GoalSettings goal) {
        for (String flag : new String[] {"skip", "skipTests", "skipExec"}) {
            if (goal.flag(flag)) return Optional.of("<" + flag + "> is true");
        }
        return Optional.empty();
    }

    Provider provider(MavenProject project, Plugin plugin, GoalSettings goal) {
        Map<String, Artifact> test = project.getArtifactMap();
        boolean engineGiven = false;
        for (Dependency dependency : plugin.getDependencies()) {
            String name = dependency.getArtifactId();
            if (name.equals("surefire-junit-platform")) return Provider.JUNIT_PLATFORM;
            if (name.equals("surefire-testng")) return Provider.TESTNG;
            if (name.equals("surefire-junit47")) return Provider.JUNIT47;
            if (name.equals("surefire-junit4")) return Provider.JUNIT4;
            if (name.equals("surefire-junit3")) return Provider.JUNIT3;
            engineGiven |= PlatformReader.isEngine(dependency);
        }
        if (PlatformReader.isFullPlatform(goal.pluginVersion())) return Provider.JUNIT_PLATFORM;
        boolean testNg = test.containsKey("org.testng:testng");
        boolean platform = test.containsKey("org.junit.platform:junit-platform-commons")
                || engineGiven && !PlatformReader.isOlder(goal.pluginVersion(), "3.0.0-M4");
        // From this release on the platform comes before TestNG, and JUnit 4's runner for the platform keeps Surefire from it.
        boolean old = PlatformReader.isOlder(goal.pluginVersion(), "3.0.0-M5");
        if (platform && (old ? !testNg : !test.containsKey("org.junit.platform:junit-platform-runner"))) return Provider.JUNIT_PLATFORM;
        if (testNg) return Provider.TESTNG;
        Artifact junit = test.get("junit:junit");
        boolean junit47 = test.containsKey("junit:junit-dep") || junit != null && !PlatformReader.isOlder(junit.getBaseVersion(), "4.7");
        if (junit47 && (isSet(goal, "parallel") || isSet(goal, "groups") || isSet(goal, "excludedGroups"))) return Provider.JUNIT47;
        boolean junit4 = junit != null && !PlatformReader.isOlder(junit.getBaseVersion(), "4.0");
        return junit4 || test.containsKey("junit:junit-dep") ? Provider.JUNIT4 : Provider.JUNIT3;
    }

    private static boolean isSet(GoalSettings goal, String name) {
        return !goal.text(name).trim().isEmpty();
    }

    Map<String, Object> execution(MavenSession session, MavenProject project, String id, GoalSettings goal,
            Provider provider,
            boolean coverageLeftOut, List<String> warnings) {
        String module = project.getGroupId() + ":" + project.getArtifactId();
        Map<String, String> providerProperties = goal.map("properties");
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("id", id);
        test.put("provider", provider.name());
        test.put("surefireVersion", goal.pluginVersion());
        boolean old = PlatformReader.isOlder(goal.pluginVersion(), "2.20");
        test.put("includes",
                patterns(goal, "includes", "includesFile", old ? OLD_DEFAULT_INCLUDES : DEFAULT_INCLUDES, project));
        test.put("excludes", patterns(goal, "excludes", "excludesFile", DEFAULT_EXCLUDES, project));
        test.put("test", goal.text("test").trim());
        List<File> suites = new ArrayList<>();
        for (String suite : goal.texts("suiteXmlFiles")) suites.add(absolute(project, suite));
        test.put("suites", suites);
        if (!suites.isEmpty() && provider != Provider.TESTNG) {
            warnings.add(module + ": nothing of the <suiteXmlFiles> of Surefire's execution " + id
                    + " runs, as in mvn test: Surefire takes its provider for JUnit here. Make surefire-testng a dependency of the plugin to have them run.");
        }
        test.put("runOrder", goal.text("runOrder").trim());
        test.put("groups", goal.text("groups"));
        test.put("excludedGroups", goal.text("excludedGroups"));
        test.put("argLine", argLine(session, project, goal, coverageLeftOut, warnings));
        test.put("systemProperties", systemProperties(session, project, goal));
        Map<String, String> environment = goal.map("environmentVariables");
        test.put("java", java(session, project, goal, environment));
        test.put("environment", environment);
        test.put("excludedEnvironment", goal.texts("excludedEnvironmentVariables"));
        File directory = goal.file("workingDirectory");
        test.put("workingDirectory", directory == null ? project.getBasedir() : directory);
        test.put("enableAssertions", !goal.has("enableAssertions") || goal.flag("enableAssertions"));
        test.put("useModulePath", usesModulePath(goal));
        String forkMode = goal.text("forkMode");
        String forkCount = goal.text("forkCount").trim();
        test.put("forkCount", forkMode.equals("never") ? "0" : forkCount.isEmpty() ? "1" : forkCount);
        test.put("reuseForks", !forkMode.equals("always") && (!goal.has("reuseForks") || goal.flag("reuseForks")));
        test.put("rerunFailingTestsCount", goal.number("rerunFailingTestsCount"));
        test.put("skipAfterFailureCount", goal.number("skipAfterFailureCount"));
        test.put("testFailureIgnore", goal.flag("testFailureIgnore"));
        test.put("failIfNoTests", goal.flag("failIfNoTests"));
        test.put("forkedProcessTimeoutSeconds", goal.number("forkedProcessTimeoutInSeconds"));
        test.put("configurationParameters", configurationParameters(providerProperties, project));
        test.put("includeEngines", goal.texts("includeJUnit5Engines"));
        test.put("excludeEngines", goal.texts("excludeJUnit5Engines"));
        List<File> additional = new ArrayList<>();
        for (String element : goal.texts("additionalClasspathElements")) additional.add(absolute(project, element));
        test.put("additionalClasspath", additional);
        test.put("classpathExcludes", classpathExcludes(project, goal));
        addParallel(goal, providerProperties);
        test.put("providerProperties", providerProperties);
        if (provider == Provider.JUNIT_PLATFORM && PlatformReader.isOlder(goal.pluginVersion(), "2.22")) {
            warnings.add(module + ": Surefire " + goal.pluginVersion() + " cannot run tests of the JUnit Platform, and"
                    + " mvn test leaves them out. They are run here. Ask for Surefire 2.22 or later in the pom.");
        }
        return test;
    }

    /** Surefire knew modules before it had a setting for it. */
    private static boolean usesModulePath(GoalSettings goal) {
        return goal.has("useModulePath") ? goal.flag("useModulePath") : !PlatformReader.isOlder(goal.pluginVersion(), "2.21");
    }

    private static List<String> patterns(GoalSettings goal, String name, String fileName, List<String> defaults,
            MavenProject project) {
        List<String> patterns = new ArrayList<>(goal.texts(name));
        File file = goal.file(fileName);
        if (file != null) {
            for (String line : lines(file, fileName, project)) {
                String pattern = line.trim();
                if (!pattern.isEmpty() && !pattern.startsWith("#")) patterns.add(pattern);
            }
        }
        return patterns.isEmpty() ? defaults : patterns;
    }

    private static List<String> lines(File file, String parameter, MavenProject project) {
        try {
            return Files.readAllLines(file.toPath(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReadFailure(
                    "surefire", "Surefire's <" + parameter + "> " + file + " cannot be read: " + e + ".", project);
        }
    }

    /** With late properties replaced; {@code ${surefire.forkNumber}} and its like stay for whoever numbers the JVMs. */
    private static String argLine(MavenSession session, MavenProject project, GoalSettings goal,
            boolean coverageLeftOut,
            List<String> warnings) {
        String line = goal.text("argLine").trim();
        line = replace(line, LATE_PROPERTY, session, project, coverageLeftOut, warnings);
        return replace(line, EARLY_PROPERTY, session, project, coverageLeftOut, warnings);
    }

    private static String replace(String line, Pattern property, MavenSession session, MavenProject project,
            boolean coverageLeftOut,
            List<String> warnings) {
        Matcher matcher = property.matcher(line);
        StringBuffer result = new StringBuffer();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = session.getUserProperties().getProperty(name, project.getProperties().getProperty(name));
            if (value == null && name.startsWith("surefire.")) {
                value = matcher.group();
            } else if (value == null) {
                value = "";
                if (!coverageLeftOut) {
                    warnings.add(project.getGroupId() + ":" + project.getArtifactId() + ": " + matcher.group()
                            + " in Surefire's <argLine> stands for nothing and is left out.");
                }
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString().trim();
    }

    private static Map<String, String> systemProperties(MavenSession session, MavenProject project, GoalSettings goal) {
        Map<String, String> result = new LinkedHashMap<>(goal.map("systemProperties"));
        File file = goal.file("systemPropertiesFile");
        if (file != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file.toPath(), StandardCharsets.ISO_8859_1)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new ReadFailure("surefire",
                        "Surefire's <systemPropertiesFile> " + file + " cannot be read: " + e + ".", project);
            }
            for (String name : properties.stringPropertyNames()) result.put(name, properties.getProperty(name));
        }
        result.putAll(goal.map("systemPropertyVariables"));
        boolean promote = !goal.has("promoteUserPropertiesToSystemProperties")
                || goal.flag("promoteUserPropertiesToSystemProperties");
        if (promote) {
            Properties user = session.getUserProperties();
            for (String name : user.stringPropertyNames()) {
                if (!Request.isOwnProperty(name)) result.put(name, user.getProperty(name));
            }
        }
        result.put("basedir", project.getBasedir().getPath());
        result.put("localRepository", session.getLocalRepository().getBasedir());
        return result;
    }

    private File java(MavenSession session, MavenProject project, GoalSettings goal, Map<String, String> environment) {
        String jvm = goal.text("jvm").trim();
        File java;
        if (jvm.isEmpty()) {
            java = Jdks.java(jdks.home(session, goal));
        } else {
            java = absolute(project, jvm);
        }
        File home = Jdks.home(java);
        if (home != null && !home.equals(Jdks.ofMaven())) environment.putIfAbsent("JAVA_HOME", home.getPath());
        return java;
    }

    private static Map<String, String> configurationParameters(Map<String, String> providerProperties,
            MavenProject project) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String text = providerProperties.remove("configurationParameters");
        if (text == null) return parameters;
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new ReadFailure("surefire", "<configurationParameters> of Surefire are no properties: "
                    + e.getMessage() + ".", project);
        }
        for (String name : properties.stringPropertyNames()) parameters.put(name, properties.getProperty(name));
        return parameters;
    }

    private static void addParallel(GoalSettings goal, Map<String, String> providerProperties) {
        String parallel = goal.text("parallel").trim();
        if (parallel.isEmpty()) return;
        providerProperties.put("parallel", parallel);
        for (String name : PARALLEL) {
            String value = goal.text(name);
            if (!value.isEmpty()) providerProperties.put(name, value);
        }
    }

    private static List<File> classpathExcludes(MavenProject project, GoalSettings goal) {
        List<String> patterns = goal.texts("classpathDependencyExcludes");
        String scope = goal.text("classpathDependencyScopeExclude").trim();
        List<File> excluded = new ArrayList<>();
        for (Artifact artifact : project.getArtifacts()) {
            boolean matches = isInScope(artifact, scope);
            for (String pattern : patterns) matches |= matches(artifact, pattern);
            if (matches && artifact.getFile() != null) excluded.add(artifact.getFile());
        }
        return excluded;
    }

    /** Maven's scopes as filters: {@code compile} takes in what compiling needs, {@code runtime} what running needs. */
    private static boolean isInScope(Artifact artifact, String scope) {
        switch (scope) {
            case "compile":
                return Arrays.asList("compile", "provided", "system").contains(artifact.getScope());
            case "runtime":
                return Arrays.asList("compile", "runtime").contains(artifact.getScope());
            case "compile+runtime":
                return Arrays.asList("compile", "provided", "system", "runtime").contains(artifact.getScope());
            case "runtime+system":
                return Arrays.asList("compile", "runtime", "system").contains(artifact.getScope());
            case "test":
                return true;
            default:
                return scope.equals(artifact.getScope());
        }
    }

    /** A pattern is {@code group:artifact:type:version}; what is left out at its end matches anything. */
    private static boolean matches(Artifact artifact, String pattern) {
        String[] wanted = pattern.split(":");
        String[] actual = {artifact.getGroupId(), artifact.getArtifactId(), artifact.getType(),
                artifact.getBaseVersion()};
        for (int i = 0; i < wanted.length && i < actual.length; i++) {
            String regex = Pattern.quote(wanted[i]).replace("*", "\\E.*\\Q");
            if (!wanted[i].isEmpty() && !actual[i].matches(regex)) return false;
        }
        return true;
    }

    private static File absolute(MavenProject project, String path) {
        File file = new File(path);
        return file.isAbsolute() ? file : new File(project.getBasedir(), path);
    }
}
