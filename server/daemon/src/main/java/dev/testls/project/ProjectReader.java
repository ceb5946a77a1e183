package dev.testls.project;

import dev.testls.base.Cancel;
import dev.testls.base.FileStamp;
import dev.testls.project.MavenRun.NoAnswer;
import dev.testls.project.ModelStore.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the project of a directory from its build tool, and knows when it need not.
 *
 * <p>Law: an answer that is not from the build tool is one that it would give again. Law: a read that fails or is
 * cancelled leaves the last good model, and the outputs that it points to, as they were. Law: outputs are in the same
 * place after every read.
 *
 * <p>One thread at a time; a call is quick when nothing changed, and takes as long as Maven otherwise.
 */
public final class ProjectReader {
    private final Path stateDirectory;
    private final Path extensionJar;
    private final BuildProcess processes;
    private final Path userHome;
    private final ModelStore store;
    private final BuildOutputs outputs;
    private final Clock clock;
    private @Nullable Known known;

    /**
     * @param stateDirectory of this workspace alone
     * @param extensionJar the Maven extension: a jar, or a directory of its classes
     */
    public ProjectReader(Path stateDirectory, Path extensionJar, BuildProcess processes) {
        this(stateDirectory, extensionJar, processes, Path.of(System.getProperty("user.home")), Clock.systemUTC());
    }

    ProjectReader(Path stateDirectory, Path extensionJar, BuildProcess processes, Path userHome, Clock clock) {
        this.stateDirectory = stateDirectory;
        this.extensionJar = extensionJar;
        this.processes = processes;
        this.userHome = userHome;
        this.clock = clock;
        this.store = new ModelStore(stateDirectory.resolve("model"));
        this.outputs = new BuildOutputs(stateDirectory.resolve("build"));
    }

    /** What is said of a directory that holds no build; empty where it holds one, in whatever state. */
    public static Optional<BuildProblem> missing(Path root) {
        boolean otherPomFormat = Files.exists(root.resolve(".mvn").resolve("extensions.xml"));
        return Files.isRegularFile(root.resolve("pom.xml")) || otherPomFormat ? Optional.empty() : Optional.of(BuildProblems.noPom(root));
    }

    /**
     * The project in {@code root} as its build would have it now.
     *
     * @param root a real path: Maven tells its paths without symbolic links
     * @param environment of the caller's shell; the build tool gets it whole
     * @param progress a line for people about what goes on
     * @throws CancellationException when it was cancelled before there was an answer
     */
    public ProjectRead read(Cancel cancel, Path root, Map<String, String> environment, Consumer<String> progress) {
        Optional<Known> old = known(root);
        Optional<Project> oldProject = old.map(Known::project);
        Optional<BuildProblem> missing = missing(root);
        if (missing.isPresent()) return new ProjectRead(oldProject, oldProject.isPresent(), missing);
        Optional<MavenCommand> maven = MavenCommand.locate(root, environment);
        if (maven.isEmpty()) {
            return new ProjectRead(oldProject, oldProject.isPresent(), Optional.of(BuildProblems.noMaven(root)));
        }
        Optional<String> stale = old.isEmpty()
                ? Optional.of("for the first time") : old.get().stale(maven.get(), environment, clock.millis());
        if (stale.isEmpty()) return new ProjectRead(oldProject, true, Optional.empty());

        progress.accept("Reading the build (" + stale.get() + ")");
        try {
            known = readBuild(cancel, root, environment, maven.get(), old, progress);
            return new ProjectRead(Optional.of(known.project), false, Optional.empty());
        } catch (NoAnswer e) {
            return new ProjectRead(oldProject, oldProject.isPresent(), Optional.of(e.problem()));
        } catch (IOException e) {
            return new ProjectRead(oldProject, oldProject.isPresent(),
                    Optional.of(BuildProblems.cannotStore(stateDirectory, e)));
        }
    }

    /**
     * Brings copies of changed resources up to date, as far as that is plain copying. Costs a look at each resource's
     * stamp when nothing changed.
     *
     * @param project the last that {@link #read} answered
     * @throws IOException when a resource cannot be read, or its copy not be written
     */
    public ResourceChanges sync(Project project) throws IOException {
        Known current = known;
        if (current == null || !current.project.equals(project)) {
            return new ResourceChanges(List.of(), List.of(), List.of());
        }
        Resources.Plan plan = current.resources.compare(project, clock.millis());
        if (plan.changesAnything()) {
            Resources next = current.resources.apply(plan, clock.millis());
            store.save(next);
            known = current.with(next);
        }
        return plan.changes();
    }

    private Optional<Known> known(Path root) {
        Known current = known;
        if (current != null && current.project.root().equals(root)) return Optional.of(current);
        Optional<Stored> stored = store.load(root);
        if (stored.isEmpty()) return Optional.empty();
        try {
            Project project = FromWire.project(root, stored.get().model());
            Resources resources = store.loadResources();
            // The first look in this daemon's life: what a disk has lost, or somebody has cleaned away, is made anew.
            Optional<String> damaged = outputs.damaged(stored.get().made(), resources.outputs().keySet());
            if (damaged.isPresent()) return Optional.empty();
            known = new Known(project, stored.get().made(), stored.get().fingerprint(), resources.withoutDamaged());
            return Optional.of(known);
        } catch (RuntimeException e) {
            // Written by an earlier version, or damaged: as good as none.
            return Optional.empty();
        }
    }

    private Known readBuild(Cancel cancel, Path root, Map<String, String> environment, MavenCommand maven,
            Optional<Known> old, Consumer<String> progress) throws IOException, NoAnswer {
        MavenRun run = new MavenRun(stateDirectory.resolve("model"), extensionJar, processes);
        WireModel wire = run.run(cancel, root, environment, maven, outputs.makeNext(), List.of("process-test-resources"), WireModel.class,
                outputs::asUsed, "Reading", progress);
        FileStamp since = run.since();

        Project project;
        try {
            project = FromWire.project(root, wire);
        } catch (RuntimeException e) {
            throw new NoAnswer(BuildProblems.unreadable(e));
        }
        if (old.isEmpty()) outputs.deleteUsed();
        SortedMap<String, String> made = outputs.bringOver(old.map(it -> it.made().keySet()).orElse(Set.of()));
        List<Path> inputs = wire.inputs() == null ? List.of() : wire.inputs().stream().map(Path::of).toList();
        Fingerprint fingerprint =
                Fingerprint.take(root, maven, environment, userHome, extensionJar, project, inputs, since, clock.millis());
        Resources resources = Resources.asBuilt(project, since, clock.millis());
        store.save(root, wire, made, fingerprint, resources);
        return new Known(project, made, fingerprint, resources);
    }

    /** The last good model in memory. */
    private record Known(Project project, SortedMap<String, String> made, Fingerprint fingerprint, Resources resources) {
        Known with(Resources next) {
            return new Known(project, made, fingerprint, next);
        }

        /** Why the build has to be read again, if so. */
        Optional<String> stale(MavenCommand maven, Map<String, String> environment, long epochMillis) {
            Optional<String> difference = fingerprint.difference(project, maven, environment);
            if (difference.isPresent()) return difference;
            for (Module module : project.modules()) {
                for (Path output : List.of(module.resourceOutput(), module.testResourceOutput())) {
                    if (!Files.isDirectory(output)) return Optional.of(output + " is gone");
                }
                for (ClasspathEntry entry : module.testClasspath()) {
                    Optional<Path> gone = entry.on(MISSING_LIBRARY);
                    if (gone.isPresent()) return Optional.of(gone.get() + " is gone");
                }
                for (Path jar : module.platformJars()) {
                    if (!Files.exists(jar)) return Optional.of(jar + " is gone");
                }
            }
            try {
                return resources.compare(project, epochMillis).needBuild().stream().findFirst().map(file -> file + " changed");
            } catch (IOException e) {
                return Optional.of("resources cannot be read: " + e.getMessage());
            }
        }
    }

    private static final ClasspathEntry.Cases<Optional<Path>> MISSING_LIBRARY = new ClasspathEntry.Cases<>() {
        @Override
        public Optional<Path> library(ClasspathEntry.Library it) {
            return Files.exists(it.path()) ? Optional.empty() : Optional.of(it.path());
        }

        @Override
        public Optional<Path> moduleOutput(ClasspathEntry.ModuleOutput it) {
            return Optional.empty();
        }
    };
}
