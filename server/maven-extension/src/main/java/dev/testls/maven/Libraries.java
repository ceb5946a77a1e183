package dev.testls.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** Jars that are no dependency of the project, resolved from the project's repositories with what they need. */
@Named
@Singleton
final class Libraries {
    private final RepositorySystem system;

    @Inject
    Libraries(RepositorySystem system) {
        this.system = system;
    }

    /** In the order of their dependency graph; nearest version wins, as in a pom. */
    List<Artifact> resolve(MavenSession session, MavenProject project, List<Dependency> roots, List<Dependency> managed)
            throws DependencyResolutionException {
        CollectRequest collect = new CollectRequest(roots, managed, project.getRemoteProjectRepositories());
        List<Artifact> artifacts = new ArrayList<>();
        DependencyRequest request = new DependencyRequest(collect, null);
        for (ArtifactResult result
                : system.resolveDependencies(session.getRepositorySession(), request).getArtifactResults()) {
            artifacts.add(result.getArtifact());
        }
        return artifacts;
    }

    static List<File> files(List<Artifact> artifacts) {
        List<File> files = new ArrayList<>();
        for (Artifact artifact : artifacts) files.add(artifact.getFile());
        return files;
    }
}
