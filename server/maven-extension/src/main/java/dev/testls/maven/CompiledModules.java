package dev.testls.maven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.eventspy.AbstractEventSpy;
import org.apache.maven.exception.ExceptionHandler;
import org.apache.maven.exception.ExceptionSummary;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** What came of compiling each project of a build: where its classes are, and which goals failed. */
@Named("tls-compiled")
@Singleton
final class CompiledModules extends AbstractEventSpy {
    private static final Set<String> TEST_PHASES = new HashSet<>(Arrays.asList("generate-test-sources", "process-test-sources",
            "generate-test-resources", "process-test-resources", "test-compile", "process-test-classes"));

    private final ExceptionHandler explainer;
    private final Map<String, List<Object>> failures = Collections.synchronizedMap(new HashMap<>());

    @Inject
    CompiledModules(ExceptionHandler explainer) {
        this.explainer = explainer;
    }

    @Override
    public void onEvent(Object event) {
        if (!(event instanceof ExecutionEvent)) return;
        ExecutionEvent execution = (ExecutionEvent) event;
        MavenProject project = execution.getProject();
        if (execution.getType() == ExecutionEvent.Type.MojoFailed) {
            MojoExecution goal = execution.getMojoExecution();
            boolean test = goal.getLifecyclePhase() != null && TEST_PHASES.contains(goal.getLifecyclePhase());
            add(project, test ? "TEST" : "MAIN", goal.getArtifactId() + ":" + goal.getGoal(), execution.getException());
        } else if (execution.getType() == ExecutionEvent.Type.ProjectFailed && !failures.containsKey(id(project))) {
            add(project, "MAIN", "", execution.getException());
        } else if (execution.getType() == ExecutionEvent.Type.ProjectSkipped) {
            add(project, "MAIN", "", new IllegalStateException("it was skipped"));
        }
    }

    private void add(MavenProject project, String part, String goal, Exception cause) {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("part", part);
        failure.put("goal", goal);
        failure.put("message", text(explainer.handleException(cause)));
        failures.computeIfAbsent(id(project), key -> Collections.synchronizedList(new ArrayList<>())).add(failure);
    }

    Map<String, Object> told(MavenSession session) {
        List<Object> modules = new ArrayList<>();
        for (MavenProject project : session.getProjects()) {
            Map<String, Object> module = new LinkedHashMap<>();
            module.put("id", id(project));
            module.put("classes", project.getBuild().getOutputDirectory());
            module.put("testClasses", project.getBuild().getTestOutputDirectory());
            module.put("failures", failures.getOrDefault(id(project), Collections.emptyList()));
            modules.add(module);
        }
        return Collections.singletonMap("modules", modules);
    }

    private static String id(MavenProject project) {
        return project.getGroupId() + ":" + project.getArtifactId();
    }

    private static String text(ExceptionSummary summary) {
        StringBuilder text = new StringBuilder(String.valueOf(summary.getMessage()));
        for (ExceptionSummary child : summary.getChildren()) text.append('\n').append(text(child));
        return text.toString();
    }
}
