package dev.testls.coverage;

import dev.testls.model.FileCoverage;
import dev.testls.model.FileCoverage.Count;
import dev.testls.model.FileCoverage.Details;
import dev.testls.model.FileCoverage.Line;
import dev.testls.model.FileCoverage.Method;
import dev.testls.model.ModuleId;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IBundleCoverage;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ILine;
import org.jacoco.core.analysis.IMethodCoverage;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.report.DirectorySourceFileLocator;
import org.jacoco.report.FileMultiReportOutput;
import org.jacoco.report.IReportGroupVisitor;
import org.jacoco.report.IReportVisitor;
import org.jacoco.report.MultiReportVisitor;
import org.jacoco.report.MultiSourceFileLocator;
import org.jacoco.report.html.HTMLFormatter;
import org.jacoco.report.xml.XMLFormatter;

/**
 * What a run executed, told of source files. Any thread.
 *
 * <p>It is of the class files of that run: details of a file that has been compiled anew since are empty.
 */
public final class RunCoverage {
    private static final int TAB = 4;

    private final RunId run;
    private final List<Bundle> bundles;
    private final Executed executed;
    private final Map<SourcePath, Source> sources = new LinkedHashMap<>();
    private final List<FileCoverage> files = new ArrayList<>();

    private RunCoverage(RunId run, List<Bundle> bundles, Executed executed) {
        this.run = run;
        this.bundles = bundles;
        this.executed = executed;
    }

    /**
     * @param tested modules that are told of in any case; of others only those of which something was executed
     * @throws IOException when the class files cannot be read
     */
    public static RunCoverage of(RunId run, List<ModuleCode> modules, Set<ModuleId> tested, Executed executed) throws IOException {
        List<Bundle> bundles = new ArrayList<>();
        for (ModuleCode module : modules) {
            Bundle bundle = new Bundle(module, analyzed(module, executed.all));
            if (tested.contains(module.module()) || bundle.isExecuted()) bundles.add(bundle);
        }
        RunCoverage coverage = new RunCoverage(run, bundles, executed);
        coverage.lookAtFiles();
        return coverage;
    }

    public RunId run() {
        return run;
    }

    /** Every main source file with code, module by module. */
    public List<FileCoverage> files() {
        return List.copyOf(files);
    }

    /**
     * @param test only what this method executed while it alone ran; empty: all
     * @return empty for what is no main source file
     * @throws IOException when its class files cannot be read
     */
    public Optional<Details> details(SourcePath file, Optional<TestId> test) throws IOException {
        Source source = sources.get(file);
        if (source == null) return Optional.empty();
        if (test.isEmpty()) return Optional.of(details(source.coverage, source.classes));
        ExecutionDataStore ofTest = executed.byTest.getOrDefault(test.get().declared(), new ExecutionDataStore());
        CoverageBuilder builder = new CoverageBuilder();
        Analyzer analyzer = new Analyzer(ofTest, builder);
        for (IClassCoverage each : source.classes) {
            Path path = source.directory.resolve(each.getName() + ".class");
            if (Files.exists(path)) analyzer.analyzeClass(Files.readAllBytes(path), path.toString());
        }
        return Optional.of(builder.getSourceFiles().stream().findFirst().map(it -> details(it, builder.getClasses())).orElse(new Details(List.of(), List.of())));
    }

    /** Writes JaCoCo's own reports, {@code jacoco.xml} and {@code index.html} with what it needs, into a directory. */
    public void write(Path directory, String title) throws IOException {
        Files.createDirectories(directory);
        try (OutputStream xml = Files.newOutputStream(directory.resolve("jacoco.xml"))) {
            IReportVisitor visitor = new MultiReportVisitor(List.of(new XMLFormatter().createVisitor(xml),
                    new HTMLFormatter().createVisitor(new FileMultiReportOutput(directory.toFile()))));
            visitor.visitInfo(List.of(), executed.all.getContents());
            if (bundles.size() == 1) {
                visit(visitor, bundles.get(0));
            } else {
                IReportGroupVisitor group = visitor.visitGroup(title);
                for (Bundle it : bundles) visit(group, it);
            }
            visitor.visitEnd();
        }
    }

    private static void visit(IReportGroupVisitor visitor, Bundle bundle) throws IOException {
        MultiSourceFileLocator locator = new MultiSourceFileLocator(TAB);
        bundle.module.sources().forEach(it -> locator.add(new DirectorySourceFileLocator(it.toFile(), StandardCharsets.UTF_8.name(), TAB)));
        visitor.visitBundle(bundle.coverage.getBundle(bundle.module.module().shortName()), locator);
    }

    private static CoverageBuilder analyzed(ModuleCode module, ExecutionDataStore data) throws IOException {
        CoverageBuilder builder = new CoverageBuilder();
        if (Files.isDirectory(module.classes())) new Analyzer(data, builder).analyzeAll(module.classes().toFile());
        return builder;
    }

    private void lookAtFiles() {
        Map<Long, Set<TestId>> testsByClass = new HashMap<>();
        executed.byTest.forEach((test, data) -> {
            for (ExecutionData it : data.getContents()) {
                if (it.hasHits()) testsByClass.computeIfAbsent(it.getId(), id -> new TreeSet<>()).add(test);
            }
        });
        for (Bundle bundle : bundles) {
            Map<String, List<IClassCoverage>> classes = bundle.coverage.getClasses().stream()
                    .collect(Collectors.groupingBy(it -> it.getPackageName() + "/" + it.getSourceFileName()));
            for (ISourceFileCoverage it : bundle.coverage.getSourceFiles()) {
                List<IClassCoverage> ofFile = classes.getOrDefault(it.getPackageName() + "/" + it.getName(), List.of());
                place(bundle.module, it).ifPresent(path -> {
                    sources.put(path, new Source(it, ofFile, bundle.module.classes()));
                    Set<TestId> tests = new TreeSet<>();
                    ofFile.forEach(each -> tests.addAll(testsByClass.getOrDefault(each.getId(), Set.of())));
                    files.add(new FileCoverage(bundle.module.module(), path, count(it.getLineCounter()), count(it.getBranchCounter()), count(it.getMethodCounter()),
                            List.copyOf(tests)));
                });
            }
        }
        Comparator<FileCoverage> byModule = Comparator.comparing(it -> it.module().value());
        files.sort(byModule.thenComparing(it -> it.file().value()));
    }

    private static Optional<SourcePath> place(ModuleCode module, ISourceFileCoverage it) {
        return module.sources().stream().map(root -> root.resolve(it.getPackageName()).resolve(it.getName())).filter(Files::isRegularFile).findFirst().map(SourcePath::new);
    }

    private static Details details(ISourceFileCoverage file, Collection<IClassCoverage> classes) {
        List<Line> lines = new ArrayList<>();
        for (int i = Math.max(1, file.getFirstLine()); i <= file.getLastLine(); i++) {
            ILine line = file.getLine(i);
            if (line.getInstructionCounter().getTotalCount() == 0) continue;
            lines.add(new Line(i, line.getInstructionCounter().getCoveredCount() > 0, count(line.getBranchCounter())));
        }
        Stream<IMethodCoverage> methods = classes.stream().flatMap(it -> it.getMethods().stream()).filter(it -> it.getFirstLine() > 0);
        return new Details(lines, methods.map(it -> new Method(it.getName(), it.getFirstLine(), it.getMethodCounter().getCoveredCount() > 0))
                .sorted(Comparator.comparingInt(Method::line)).toList());
    }

    private static Count count(ICounter counter) {
        return new Count(counter.getCoveredCount(), counter.getTotalCount());
    }

    private record Bundle(ModuleCode module, CoverageBuilder coverage) {
        boolean isExecuted() {
            return coverage.getClasses().stream().anyMatch(it -> it.getInstructionCounter().getCoveredCount() > 0);
        }
    }

    private record Source(ISourceFileCoverage coverage, List<IClassCoverage> classes, Path directory) {}
}
