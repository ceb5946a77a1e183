package dev.testls.engine;

import dev.testls.coverage.CoverageAgent;
import dev.testls.coverage.Executed;
import dev.testls.coverage.ModuleCode;
import dev.testls.coverage.RunCoverage;
import dev.testls.jdt.Compilation;
import dev.testls.jdt.Outputs;
import dev.testls.model.FileCoverage;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestId;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.run.Observer;
import dev.testls.run.Plan;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RanIn;
import dev.testls.run.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The coverage of the last runs that were to find out. Any thread. */
final class Coverages {
    /** An editor may still show an older one. */
    private static final int RUNS_KEPT = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Coverages.class);

    private final CoverageAgent agent;
    /** Guarded by this. */
    private final Map<RunId, RunCoverage> kept = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, RunCoverage> eldest) {
            return size() > RUNS_KEPT;
        }
    };

    Coverages(CoverageAgent agent) {
        this.agent = agent;
    }

    synchronized Optional<RunCoverage> of(RunId run) {
        return Optional.ofNullable(kept.get(run));
    }

    Counting counting(Plan plan, Project project, Compilation compilation) throws IOException {
        List<ModuleCode> code = code(project, compilation);
        String argument = agent.argument(code);
        Plan counting = plan.in(spec -> spec.covering(argument));
        return new Counting(counting, new Counted(counting, code));
    }

    /** @throws UncheckedIOException when class files cannot be read */
    Optional<FileCoverage.Details> details(RunId run, SourcePath file, Optional<TestId> test) {
        try {
            Optional<RunCoverage> coverage = of(run);
            return coverage.isEmpty() ? Optional.empty() : coverage.get().details(file, test);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ModuleCode> code(Project project, Compilation compilation) {
        List<ModuleCode> code = new ArrayList<>();
        for (Module module : project.modules()) {
            Outputs outputs = compilation.outputs().get(module.id());
            if (outputs != null) code.add(new ModuleCode(module.id(), outputs.mainClasses(), module.sourceRoots().stream().map(Path::toAbsolutePath).toList()));
        }
        return code;
    }

    private synchronized void keep(RunCoverage coverage) {
        kept.put(coverage.run(), coverage);
    }

    /** A plan in JVMs that count, and what hears its run. */
    record Counting(Plan plan, Observer observer) {}

    /** Adds up what one run executes. */
    private final class Counted implements Observer {
        private final Plan plan;
        private final List<ModuleCode> code;
        private final Executed executed = new Executed();
        private final Set<String> problems = new LinkedHashSet<>();

        Counted(Plan plan, List<ModuleCode> code) {
            this.plan = plan;
            this.code = code;
        }

        @Override
        public void observed(PlannedClass planned, List<Observation> observations, boolean completedInWarm, RanIn ranIn) {}

        @Override
        public void covered(Optional<TestId> test, byte[] data) {
            try {
                executed.add(test, data);
            } catch (IOException e) {
                LOG.warn("coverage of {} is lost", test.map(TestId::toString).orElse("no test"), e);
                problems.add("some coverage is missing: " + e.getMessage());
            }
        }

        @Override
        public List<RunEvent> ending() {
            if (plan.classes().isEmpty()) return List.of();
            List<RunEvent> events = new ArrayList<>();
            try {
                Set<ModuleId> tested = new LinkedHashSet<>();
                plan.classes().forEach(it -> tested.add(it.job().module()));
                RunCoverage coverage = RunCoverage.of(plan.run(), code, tested, executed);
                keep(coverage);
                events.add(new RunEvent.CoverageFound(coverage.files()));
            } catch (IOException e) {
                LOG.warn("coverage cannot be told", e);
                problems.add("coverage cannot be told: " + e.getMessage());
            }
            problems.forEach(it -> events.add(new RunEvent.Notice(it)));
            return events;
        }
    }
}
