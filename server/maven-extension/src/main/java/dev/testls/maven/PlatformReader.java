package dev.testls.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * What of the JUnit Platform a test class path lacks: the launcher, and engines for what Surefire would run.
 *
 * <p>Versions follow the class path where it has a JUnit Platform, so that nothing there is shadowed by another
 * version.
 */
@Named
@Singleton
final class PlatformReader {
    private static final String PLATFORM = "org.junit.platform";
    private static final String JUPITER = "org.junit.jupiter";
    private static final String VINTAGE = "org.junit.vintage";

    /** The last line of JUnit that runs on Java 8, used where a project has no JUnit Platform of its own. */
    private static final String OWN_JUPITER_VERSION = "5.14.1";

    /** The last one that runs on Java 8. */
    private static final String TESTNG_ENGINE_VERSION = "1.0.6";

    private final Libraries libraries;

    @Inject
    PlatformReader(Libraries libraries) {
        this.libraries = libraries;
    }

    /** The jars to put behind the test class path. */
    List<File> missing(MavenSession session, MavenProject project, Plugin surefire, Set<Provider> providers,
            String surefireVersion, List<String> warnings) {
        Map<String, Artifact> test = project.getArtifactMap();
        String module = project.getGroupId() + ":" + project.getArtifactId();
        String platformVersion = platformVersion(test, surefire);
        String jupiterVersion = version(test, JUPITER + ":junit-jupiter-api").orElse(jupiterOf(platformVersion));

        List<Dependency> roots = new ArrayList<>();
        for (org.apache.maven.model.Dependency dependency : surefire.getDependencies()) {
            if (isEngine(dependency)) {
                add(roots, test, dependency.getGroupId(), dependency.getArtifactId(), dependency.getVersion());
            }
        }
        add(roots, test, PLATFORM, "junit-platform-launcher", platformVersion);
        if (lacksJupiterEngine(test)) add(roots, test, JUPITER, "junit-jupiter-engine", jupiterVersion);
        if (needsVintage(test, providers, surefireVersion)) {
            warnOfOlder(test, "junit:junit", "4.12", module, warnings);
            add(roots, test, VINTAGE, "junit-vintage-engine", jupiterVersion);
        }
        if (providers.contains(Provider.TESTNG) || test.containsKey("org.testng:testng")
                && isFullPlatform(surefireVersion)) {
            warnOfOlder(test, "org.testng:testng", "6.14.3", module, warnings);
            add(roots, test, "org.junit.support", "testng-engine", TESTNG_ENGINE_VERSION);
        }
        if (roots.isEmpty()) return Collections.emptyList();
        return resolve(session, project, roots, managed(platformVersion, jupiterVersion), test);
    }

    /** Of a framework that is older than what its engine for the JUnit Platform can run. */
    private static void warnOfOlder(Map<String, Artifact> test, String library, String oldest, String module, List<String> warnings) {
        version(test, library).filter(it -> isOlder(it, oldest)).ifPresent(it -> warnings.add(module + ": " + library + " " + it
                + " is too old for the JUnit Platform. Its tests are run once the pom asks for " + oldest + " or later."));
    }

    private List<File> resolve(MavenSession session, MavenProject project, List<Dependency> roots,
            List<Dependency> managed,
            Map<String, Artifact> test) {
        try {
            List<File> files = new ArrayList<>();
            for (org.eclipse.aether.artifact.Artifact artifact : libraries.resolve(session, project, roots, managed)) {
                boolean there = test.containsKey(artifact.getGroupId() + ":" + artifact.getArtifactId());
                if (!there) files.add(artifact.getFile());
            }
            return files;
        } catch (DependencyResolutionException e) {
            throw new ReadFailure("dependency",
                    "Maven could not resolve what runs the tests on the JUnit Platform: " + e.getMessage(), project);
        }
    }

    /**
     * Whether a dependency of the Surefire plugin itself is an engine, which Surefire puts behind the test class path.
     */
    static boolean isEngine(org.apache.maven.model.Dependency dependency) {
        String groupId = dependency.getGroupId();
        boolean ofJunit = groupId.equals(JUPITER) || groupId.equals(VINTAGE) || groupId.equals(PLATFORM);
        return ofJunit || dependency.getArtifactId().endsWith("-engine");
    }

    private static boolean lacksJupiterEngine(Map<String, Artifact> test) {
        return test.containsKey(JUPITER + ":junit-jupiter-api") && !test.containsKey(JUPITER + ":junit-jupiter-engine");
    }

    /**
     * Whether Surefire would run JUnit 3 and 4 tests. Beside the JUnit Platform it does so up to 3.5 only where the
     * Jupiter engine is missing too, and since 3.6 always.
     */
    private static boolean needsVintage(Map<String, Artifact> test, Set<Provider> providers, String surefireVersion) {
        if (test.containsKey(VINTAGE + ":junit-vintage-engine")) return false;
        if (providers.contains(Provider.JUNIT47) || providers.contains(Provider.JUNIT4) || providers.contains(Provider.JUNIT3)) return true;
        return test.containsKey("junit:junit") && (lacksJupiterEngine(test) || isFullPlatform(surefireVersion));
    }

    /** Whether this Surefire runs everything on the JUnit Platform. */
    static boolean isFullPlatform(String surefireVersion) {
        return !isOlder(surefireVersion, "3.6.0-M1");
    }

    static boolean isOlder(String version, String than) {
        return new ComparableVersion(version).compareTo(new ComparableVersion(than)) < 0;
    }

    private static String platformVersion(Map<String, Artifact> test, Plugin surefire) {
        // Without a platform in the project, the engines that were given to Surefire set the version.
        for (org.apache.maven.model.Dependency dependency : surefire.getDependencies()) {
            boolean ofJupiter = dependency.getGroupId().equals(JUPITER) || dependency.getGroupId().equals(VINTAGE);
            if (ofJupiter && !test.containsKey(PLATFORM + ":junit-platform-commons")) {
                return platformOf(dependency.getVersion());
            }
        }
        for (String artifactId
                : new String[] {"junit-platform-engine", "junit-platform-commons", "junit-platform-launcher"}) {
            Optional<String> version = version(test, PLATFORM + ":" + artifactId);
            if (version.isPresent()) return version.get();
        }
        return platformOf(OWN_JUPITER_VERSION);
    }

    /** Platform 1.x belongs to Jupiter 5.x; since 6 they are numbered alike. */
    private static String jupiterOf(String platformVersion) {
        return platformVersion.startsWith("1.") ? "5." + platformVersion.substring(2) : platformVersion;
    }

    private static String platformOf(String jupiterVersion) {
        return jupiterVersion.startsWith("5.") ? "1." + jupiterVersion.substring(2) : jupiterVersion;
    }

    private static Optional<String> version(Map<String, Artifact> test, String key) {
        return Optional.ofNullable(test.get(key)).map(Artifact::getBaseVersion);
    }

    private static void add(List<Dependency> roots, Map<String, Artifact> test, String groupId, String artifactId,
            String version) {
        if (test.containsKey(groupId + ":" + artifactId)) return;
        List<Exclusion> exclusions = new ArrayList<>();
        // The project's own test framework is what the tests were written for; its dependencies are the project's
        // affair.
        if (test.containsKey("junit:junit")) exclusions.add(new Exclusion("junit", "junit", "*", "*"));
        if (test.containsKey("org.testng:testng")) exclusions.add(new Exclusion("org.testng", "testng", "*", "*"));
        roots.add(new Dependency(new DefaultArtifact(groupId, artifactId, "jar", version), "runtime", false,
                exclusions));
    }

    /** One version of each family, whichever of the jars asks for it. */
    private static List<Dependency> managed(String platformVersion, String jupiterVersion) {
        List<Dependency> managed = new ArrayList<>();
        for (String artifactId
                : new String[] {"junit-platform-commons", "junit-platform-engine", "junit-platform-launcher"}) {
            managed.add(new Dependency(new DefaultArtifact(PLATFORM, artifactId, "jar", platformVersion), "runtime"));
        }
        managed.add(new Dependency(new DefaultArtifact(JUPITER, "junit-jupiter-api", "jar", jupiterVersion),
                "runtime"));
        managed.add(new Dependency(new DefaultArtifact(JUPITER, "junit-jupiter-engine", "jar", jupiterVersion),
                "runtime"));
        return managed;
    }
}
