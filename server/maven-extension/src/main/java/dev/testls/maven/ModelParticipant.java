package dev.testls.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.MavenExecutionException;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.jspecify.annotations.Nullable;

/** Prepares Maven's build for reading or compiling, and writes what came of it when it is done. */
@Named("tls")
@Singleton
final class ModelParticipant extends AbstractMavenLifecycleParticipant {
    private final ModuleReader modules;
    private final ReactorOutputs reactor;
    private final FailureReport failures;
    private final CompiledModules compiled;
    private final RuntimeInformation maven;
    private @Nullable UnwantedGoals unwanted;

    @Inject
    ModelParticipant(ModuleReader modules, ReactorOutputs reactor, FailureReport failures,
            CompiledModules compiled, RuntimeInformation maven) {
        this.modules = modules;
        this.reactor = reactor;
        this.failures = failures;
        this.compiled = compiled;
        this.maven = maven;
    }

    @Override
    public void afterProjectsRead(MavenSession session) throws MavenExecutionException {
        Optional<Request> request = Request.of(session.getUserProperties());
        if (!request.isPresent()) return;
        requireMaven3();
        reactor.serve(session.getProjects());
        unwanted = UnwantedGoals.takeOut(session,
                (project, plugin, goal) -> modules.defaultPhase(session, project, plugin, goal), request.get().compiles());
        Relocation.apply(session, request.get().outputs());
    }

    @Override
    public void afterSessionEnd(MavenSession session) throws MavenExecutionException {
        Optional<Request> request = Request.of(session.getUserProperties());
        if (!request.isPresent() || unwanted == null) return;
        if (session.getResult().hasExceptions() && !request.get().compiles()) return;
        try {
            request.get().writeModel(request.get().compiles() ? compiled.told(session) : model(session, unwanted));
        } catch (Exception e) {
            // Thrown on, it would be lost: Maven 3.6 has already told its listeners that the build succeeded.
            failures.write(request.get(), session, e);
        }
    }

    /** Maven 4 copies poms into the root's target directory before anyone can move it, and its model is another one. */
    private void requireMaven3() throws MavenExecutionException {
        if (maven.isMavenVersion("[3.6.3,3.99)")) return;
        ReadFailure failure = new ReadFailure("maven", "tls reads builds with Maven 3.6.3 to 3.9, and this is Maven "
                + maven.getMavenVersion() + ". Put a Maven 3 first on the PATH, or into the project's wrapper.", null);
        throw new MavenExecutionException(failure.getMessage(), failure);
    }

    private Map<String, Object> model(MavenSession session, UnwantedGoals unwanted) throws LifecycleExecutionException {
        List<String> warnings = new ArrayList<>(unwanted.warnings());
        List<Object> read = new ArrayList<>();
        for (MavenProject project : session.getProjects()) read.add(modules.read(session, project, unwanted, warnings));
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("buildTool", "Maven " + maven.getMavenVersion());
        model.put("inputs", inputs(session));
        model.put("warnings", new LinkedHashSet<>(warnings));
        model.put("modules", read);
        return model;
    }

    /** The files that say what this build is: settings, poms, their parents in the tree, and filters. */
    private static Set<String> inputs(MavenSession session) {
        Set<String> inputs = new LinkedHashSet<>();
        MavenExecutionRequest request = session.getRequest();
        // Told also where they are absent: they may come to exist.
        for (File file : new File[] {request.getUserSettingsFile(), request.getGlobalSettingsFile(),
                request.getUserToolchainsFile(), request.getGlobalToolchainsFile()}) {
            if (file != null) inputs.add(file.getAbsolutePath());
        }
        for (MavenProject project : session.getProjects()) {
            for (MavenProject pom = project; pom != null; pom = pom.getParent()) {
                if (pom.getFile() != null) inputs.add(pom.getFile().getPath());
            }
            for (String filter : project.getFilters()) {
                File file = new File(filter);
                inputs.add((file.isAbsolute() ? file : new File(project.getBasedir(), filter)).getPath());
            }
        }
        return inputs;
    }
}
