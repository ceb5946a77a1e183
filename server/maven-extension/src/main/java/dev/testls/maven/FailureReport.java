package dev.testls.maven;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.eventspy.AbstractEventSpy;
import org.apache.maven.exception.ExceptionHandler;
import org.apache.maven.exception.ExceptionSummary;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutionException;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.InputLocation;
import org.apache.maven.model.building.ModelProblem;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectBuildingException;
import org.apache.maven.project.ProjectBuildingResult;
import org.jspecify.annotations.Nullable;

/** Writes down why Maven failed, with places, where its printed output has only prose. */
@Named("tls-failures")
@Singleton
final class FailureReport extends AbstractEventSpy {
    private final ExceptionHandler explainer;
    private Optional<Request> request = Optional.empty();

    @Inject
    FailureReport(ExceptionHandler explainer) {
        this.explainer = explainer;
    }

    @Override
    public void onEvent(Object event) throws IOException {
        if (event instanceof MavenExecutionRequest) {
            request = Request.of(((MavenExecutionRequest) event).getUserProperties());
        }
        if (!(event instanceof MavenExecutionResult) || !request.isPresent()) return;
        MavenExecutionResult result = (MavenExecutionResult) event;
        // That a module does not compile is an answer.
        if (result.hasExceptions() && !request.get().isAnswered()) write(request.get(), result.getExceptions());
    }

    /** For what failed after Maven's own work was done. */
    void write(Request to, MavenSession session, Exception failure) throws org.apache.maven.MavenExecutionException {
        try {
            write(to, Collections.singletonList(failure));
        } catch (IOException e) {
            throw new org.apache.maven.MavenExecutionException("The reason of a failure cannot be written: "
                    + failure, e);
        }
    }

    private void write(Request to, List<? extends Throwable> exceptions) throws IOException {
        List<Object> problems = new ArrayList<>();
        for (Throwable exception : exceptions) addProblems(exception, problems);
        to.writeFailure(Collections.singletonMap("problems", problems));
    }

    private void addProblems(Throwable exception, List<Object> problems) {
        int before = problems.size();
        if (exception instanceof ProjectBuildingException) {
            addModelProblems((ProjectBuildingException) exception, problems);
        }
        DependencyResolutionException unresolved = cause(exception, DependencyResolutionException.class);
        if (unresolved != null) problems.add(unresolved(exception, unresolved));
        ReadFailure readFailure = cause(exception, ReadFailure.class);
        if (readFailure != null) {
            problems.add(problem(readFailure.kind(), readFailure.getMessage(), readFailure.project()));
        }
        if (problems.size() > before) return;

        LifecycleExecutionException inLifecycle = cause(exception, LifecycleExecutionException.class);
        Map<String, Object> problem = problem(
                inLifecycle == null ? "other" : "goal", text(explainer.handleException(exception)),
                inLifecycle == null ? null : inLifecycle.getProject());
        problems.add(problem);
    }

    private void addModelProblems(ProjectBuildingException exception, List<Object> problems) {
        List<ProjectBuildingResult> results = exception.getResults();
        if (results == null) return;
        for (ProjectBuildingResult result : results) {
            for (ModelProblem model : result.getProblems()) {
                if (model.getSeverity() == ModelProblem.Severity.WARNING) continue;
                Map<String, Object> problem = problem("pom", model.getMessage(), null);
                problem.put("module", model.getModelId());
                String source = model.getSource();
                problem.put("file", source != null && !source.isEmpty() ? source : String.valueOf(result.getPomFile()));
                problem.put("line", model.getLineNumber());
                problem.put("column", model.getColumnNumber());
                problems.add(problem);
            }
        }
    }

    private Map<String, Object> unresolved(Throwable exception, DependencyResolutionException unresolved) {
        LifecycleExecutionException inLifecycle = cause(exception, LifecycleExecutionException.class);
        MavenProject project = inLifecycle == null ? null : inLifecycle.getProject();
        List<String> missing = new ArrayList<>();
        Map<String, Object> problem = problem("dependency", unresolved.getMessage(), project);
        List<org.eclipse.aether.graph.Dependency> dependencies = unresolved.getResult() == null
                ? Collections.emptyList() : unresolved.getResult().getUnresolvedDependencies();
        for (org.eclipse.aether.graph.Dependency dependency : dependencies) {
            missing.add(String.valueOf(dependency.getArtifact()));
            InputLocation place = project == null ? null : place(project, dependency.getArtifact());
            if (place != null && !problem.containsKey("file")) {
                problem.put("file", place.getSource() == null ? "" : place.getSource().getLocation());
                problem.put("line", place.getLineNumber());
                problem.put("column", place.getColumnNumber());
            }
        }
        problem.put("missing", missing);
        return problem;
    }

    private static @Nullable InputLocation place(MavenProject project, org.eclipse.aether.artifact.Artifact artifact) {
        for (Dependency dependency : project.getModel().getDependencies()) {
            boolean same = dependency.getGroupId().equals(artifact.getGroupId())
                    && dependency.getArtifactId().equals(artifact.getArtifactId());
            if (same) return dependency.getLocation("");
        }
        return null;
    }

    private static Map<String, Object> problem(String kind, @Nullable String message, @Nullable MavenProject project) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("kind", kind);
        problem.put("message", String.valueOf(message));
        problem.put("module", project == null ? "" : project.getGroupId() + ":" + project.getArtifactId());
        return problem;
    }

    private static String text(ExceptionSummary summary) {
        StringBuilder text = new StringBuilder(summary.getMessage());
        for (ExceptionSummary child : summary.getChildren()) text.append('\n').append(text(child));
        return text.toString();
    }

    private static <T extends Throwable> @Nullable T cause(Throwable exception, Class<T> type) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) return type.cast(cause);
        }
        return null;
    }
}
