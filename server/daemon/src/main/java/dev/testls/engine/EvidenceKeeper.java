package dev.testls.engine;

import dev.testls.base.LibraryContents;
import dev.testls.model.FileContents;
import dev.testls.graph.Graph;
import dev.testls.graph.GraphReader;
import dev.testls.graph.Side;
import dev.testls.history.History;
import dev.testls.jdt.Compilation;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.TestClass;
import dev.testls.project.ClasspathEntry.ModuleOutput;
import dev.testls.project.ClasspathEntry.Part;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.select.EvidenceIndex;
import dev.testls.select.EvidenceKey;
import dev.testls.select.Moment;
import dev.testls.select.Present;
import dev.testls.select.Proof;
import dev.testls.select.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tests were seen to depend on, and what of it is so now. Belongs to the build lane.
 *
 * <p>Losing it costs speed, never truth: a test without evidence runs.
 */
public final class EvidenceKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeeper.class);

    /** Those of the tests' JVMs, where the build says nothing else. */
    private static final List<Path> TEMPORARY = List.of(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize());

    private final GraphReader reader;
    private final History history;
    private final Clock clock;
    private final FileContents files;
    private final LibraryContents libraries;
    private final List<Path> ours;
    private Optional<EvidenceIndex> index = Optional.empty();
    private Optional<String> unsaid = Optional.empty();
    /** What the graph was last read for: it need not be read again while nothing is compiled. */
    private Optional<Project> readFor = Optional.empty();
    private boolean compiledSince = true;
    private boolean compiledAlready = true;
    private final Set<ModuleId> readModules = new LinkedHashSet<>();

    /** @param ours where this program keeps its own files, also those of the build */
    public EvidenceKeeper(GraphReader reader, History history, FileContents files, LibraryContents libraries, List<Path> ours, Clock clock) {
        this.reader = reader;
        this.history = history;
        this.clock = clock;
        this.files = files;
        this.libraries = libraries;
        this.ours = List.copyOf(ours);
    }

    /** What people should know, once. */
    Optional<String> takeNotice() {
        Optional<String> notice = unsaid;
        unsaid = Optional.empty();
        return notice;
    }

    /** Whatever of the evidence can be asked. */
    EvidenceIndex index() {
        if (index.isEmpty()) index = Optional.of(load());
        return index.get();
    }

    private EvidenceIndex load() {
        try {
            return EvidenceIndex.of(new EvidenceIndex.Saved(history.evidenceFacts(), history.evidence()), files);
        } catch (RuntimeException unreadable) {
            LOG.warn("evidence cannot be read", unreadable);
            unsaid = Optional.of("what earlier runs showed of the tests' dependencies could not be read and is begun anew");
            history.forgetEvidence();
            return EvidenceIndex.empty(files);
        }
    }

    /** To be called before anything is compiled: if it goes wrong midway, class files may differ. */
    void compiling() {
        compiledAlready = compiledSince;
        compiledSince = true;
    }

    void compiled(Compilation compilation) {
        compiledSince = compiledAlready || compilation.compiledFiles() > 0 || !compilation.changed().isEmpty();
    }

    /** Brings graph and evidence up to what was compiled just now. */
    void update(Project project, Compilation compilation, RunRequest request) throws IOException {
        Map<ModuleId, List<Side>> views = new HashMap<>();
        Map<Side, Path> outputs = new HashMap<>();
        List<Path> written = new ArrayList<>();
        for (Module module : project.modules()) {
            views.put(module.id(), view(module));
            outputs.put(new Side(module.id(), Scope.MAIN), module.resourceOutput());
            outputs.put(new Side(module.id(), Scope.TEST), module.testResourceOutput());
            written.add(module.directory().resolve("target"));
        }
        Graph graph = reader.last();
        boolean current = !compiledSince && readFor.filter(it -> it == project).isPresent() && readModules.containsAll(compilation.outputs().keySet());
        if (!current) {
            Map<Side, Path> compiled = new HashMap<>();
            compilation.outputs().forEach((module, it) -> {
                compiled.put(new Side(module, Scope.MAIN), it.mainClasses());
                compiled.put(new Side(module, Scope.TEST), it.testClasses());
            });
            if (readFor.filter(it -> it == project).isEmpty()) readModules.clear();
            graph = reader.read(compiled, views);
            compiledSince = false;
            readFor = Optional.of(project);
            readModules.addAll(compilation.outputs().keySet());
        }
        SortedMap<String, String> environment = Jobs.environment(request);
        Surroundings around = new Surroundings(Optional.of(project.root()), TEMPORARY, ours, environment, new TreeMap<>(request.systemProperties()));
        index().update(new Present(graph, outputs, Foundations.of(project, request.systemProperties(), environment, libraries), written, files, around));
    }

    private static List<Side> view(Module module) {
        Set<Side> view = new LinkedHashSet<>(List.of(new Side(module.id(), Scope.TEST), new Side(module.id(), Scope.MAIN)));
        module.testClasspath().forEach(entry -> {
            if (entry instanceof ModuleOutput it) view.add(new Side(it.module(), it.part() == Part.MAIN ? Scope.MAIN : Scope.TEST));
        });
        return List.copyOf(view);
    }

    /** The present as it was last brought up to date, for what a run that begins now will show. */
    Moment moment() {
        return index().moment(clock.millis());
    }

    /** Makes evidence of what a class did. */
    void record(Moment moment, RunRequest request, PlannedClass planned, List<Observation> observations, boolean completedInWarm, Proof proof) {
        TestClass testClass = planned.testClass();
        // Of a class whose tests only its engine knows, nobody can say which of them the tags let through.
        if (request.tags().isPresent() && testClass.certainty() == TestClass.Certainty.ASK_ENGINE) return;
        EvidenceKey key = new EvidenceKey(planned.job().module(), planned.job().execution(), planned.name());
        boolean whole = planned.tests().isEmpty();
        if (completedInWarm) moment.record(key, planned.wanted(), whole, observations, proof);
        else moment.recordUnseen(key, planned.wanted(), whole, proof);
    }

    /** A JVM without a history has shown, alone, what comes of these tests, each {@code class#method}; empty: of all of the class. */
    void prove(EvidenceKey key, Set<String> tests) {
        index().prove(key, tests);
    }

    /** Hands everything new to the history, to be written with its next commit. */
    void save() {
        EvidenceIndex.Changes changes = index().takeUnsaved();
        if (changes.anew()) history.forgetEvidence();
        if (!changes.isEmpty()) {
            history.recordEvidence(changes.facts(), changes.classes());
            history.commit();
        }
        try {
            reader.save();
        } catch (IOException e) {
            LOG.warn("the graph of classes cannot be saved: {}", e.toString());
        }
    }
}
