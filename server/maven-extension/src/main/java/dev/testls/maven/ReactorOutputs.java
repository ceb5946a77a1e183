package dev.testls.maven;

import java.io.File;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a dependency on a module of this build resolves to: the directory that its classes would go to.
 *
 * <p>Maven's own reader does so only after the phase {@code compile} has run, and never for a classifier. Maven asks it
 * first, and then the reader that is named {@code ide}: this one.
 */
@Named("ide")
@Singleton
final class ReactorOutputs implements WorkspaceReader {
    private final WorkspaceRepository repository = new WorkspaceRepository("tls");
    private volatile Map<String, MavenProject> projects = Collections.emptyMap();

    void serve(List<MavenProject> reactor) {
        Map<String, MavenProject> byCoordinates = new HashMap<>();
        for (MavenProject project : reactor) {
            byCoordinates.put(key(project.getGroupId(), project.getArtifactId(), project.getVersion()), project);
        }
        projects = byCoordinates;
    }

    /** The module of this build that an artifact comes from, or null. */
    @Nullable MavenProject module(org.apache.maven.artifact.Artifact artifact) {
        return projects.get(key(artifact.getGroupId(), artifact.getArtifactId(), artifact.getBaseVersion()));
    }

    @Override
    public WorkspaceRepository getRepository() {
        return repository;
    }

    @Override
    public @Nullable File findArtifact(Artifact artifact) {
        MavenProject project =
                projects.get(key(artifact.getGroupId(), artifact.getArtifactId(), artifact.getBaseVersion()));
        if (project == null) return null;
        if (artifact.getExtension().equals("pom")) return project.getFile();
        boolean tests = isTests(artifact.getProperty("type", ""), artifact.getClassifier());
        return new File(tests ? project.getBuild().getTestOutputDirectory() : project.getBuild().getOutputDirectory());
    }

    @Override
    public List<String> findVersions(Artifact artifact) {
        return Collections.emptyList();
    }

    static boolean isTests(@Nullable String type, @Nullable String classifier) {
        return "test-jar".equals(type) || "tests".equals(classifier);
    }

    private static String key(String groupId, String artifactId, String version) {
        return groupId + ":" + artifactId + ":" + version;
    }
}
