package dev.testls.maven;

import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Why the model of a module cannot be told, in words for the person at the keyboard. */
final class ReadFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final transient @Nullable MavenProject project;

    ReadFailure(String kind, String message, @Nullable MavenProject project) {
        super(message);
        this.kind = kind;
        this.project = project;
    }

    String kind() {
        return kind;
    }

    @Nullable MavenProject project() {
        return project;
    }
}
