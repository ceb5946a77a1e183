package dev.testls.project;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import dev.testls.base.LibraryContents;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import dev.testls.model.SourceFile;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.project.BuiltStore.Entry;
import dev.testls.project.ClasspathEntry.Library;
import dev.testls.project.ClasspathEntry.ModuleOutput;
import dev.testls.project.ClasspathEntry.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has modules compiled by the build's own compilers where there is more than Java in them: the real Maven runs them, into a
 * directory of ours.
 *
 * <p>Law: what is told is what a compilation from nothing makes of the sources as they are. A module is compiled anew when a
 * source, a setting or a library of it, or any other file that the build may read of it, or of a module that it depends on, is another
 * than it was.
 *
 * <p>One thread at a time; a call is quick when nothing changed, and takes as long as Maven otherwise.
 */
public final class BuildCompiler {
    private final Path directory;
    private final Path extensionJar;
    private final BuildProcess processes;
    private final LibraryContents libraries;
    private final BuildOutputs outputs;
    private final BuiltStore store;
    private Optional<Known> known = Optional.empty();

    /**
     * @param stateDirectory of this workspace alone
     * @param extensionJar the Maven extension: a jar, or a directory of its classes
     */
    public BuildCompiler(Path stateDirectory, Path extensionJar, BuildProcess processes, LibraryContents libraries) {
        this.directory = stateDirectory.resolve("compiled");
        this.extensionJar = extensionJar;
        this.processes = processes;
        this.libraries = libraries;
        this.outputs = new BuildOutputs(directory);
        this.store = new BuiltStore(directory.resolve("built.json"));
    }

    /**
     * What the modules are that need it, compiled anew where they are not as they were.
     *
     * @param environment of the caller's shell; the build tool gets it whole
     * @param progress a line for people about what goes on
     * @throws java.util.concurrent.CancellationException when stopping was asked for; then all is as it was
     * @throws IOException when what was made cannot be kept
     */
    public BuiltModules compile(Cancel cancel, Project project, SourceSnapshot snapshot, Map<String, String> environment, Consumer<String> progress)
            throws IOException {
        List<Module> modules = project.modules().stream().filter(module -> isNeeded(module, snapshot)).toList();
        if (modules.isEmpty()) return BuiltModules.none();
        Known before = known.filter(it -> it.root().equals(project.root())).orElseGet(() -> new Known(project.root(), store.load(project.root())));
        Map<ModuleId, String> inputs = new Inputs(project, snapshot, environment).ofAll(modules);
        List<Module> stale = modules.stream().filter(module -> !before.isCurrent(module.id(), inputs.get(module.id()))).toList();
        SortedMap<String, Entry> entries = new TreeMap<>(before.entries());
        entries.keySet().retainAll(modules.stream().map(module -> module.id().toString()).toList());
        if (!stale.isEmpty()) entries.putAll(compile(cancel, project, snapshot, stale, inputs, before, environment, progress));
        if (entries.equals(before.entries())) {
            known = Optional.of(before);
            return before.built();
        }
        store.save(project.root(), entries);
        Known now = new Known(project.root(), entries);
        known = Optional.of(now);
        return now.built();
    }

    /** Whether there is something in a module that is not compiled here. Aspects are woven into Java, too. */
    private static boolean isNeeded(Module module, SourceSnapshot snapshot) {
        if (module.languages().isEmpty()) return false;
        return module.languages().contains(Language.ASPECTJ) || snapshot.files().values().stream()
                .anyMatch(file -> file.module().equals(module.id()) && Language.of(file.path().fileName()).filter(module.languages()::contains).isPresent());
    }

    private Map<String, Entry> compile(Cancel cancel, Project project, SourceSnapshot snapshot, List<Module> stale, Map<ModuleId, String> inputs,
            Known before, Map<String, String> environment, Consumer<String> progress) throws IOException {
        progress.accept("Compiling " + stale.stream().map(module -> module.id().shortName()).collect(Collectors.joining(", ")) + " by the build's own compilers");
        Optional<MavenCommand> maven = MavenCommand.locate(project.root(), environment);
        if (maven.isEmpty()) return broken(stale, before, BuildProblems.noMaven(project.root()));
        MavenRun run = new MavenRun(directory, extensionJar, processes);
        WireCompiled told;
        try {
            // From nothing each time: what is left of a deleted source would be run.
            told = run.run(cancel, project.root(), environment, maven.get(), outputs.makeNext(), List.of("-Dtls.compile=true", "--fail-never", "--projects",
                    stale.stream().map(module -> module.id().toString()).collect(Collectors.joining(",")), "--also-make", "process-test-classes"),
                    WireCompiled.class, text -> text, "Compiling", progress);
        } catch (MavenRun.NoAnswer e) {
            return broken(stale, before, e.problem());
        }
        Map<ModuleId, WireCompiled.WireModule> compiled = new LinkedHashMap<>();
        for (WireCompiled.WireModule module : told.modules()) compiled.put(new ModuleId(module.id()), module);
        Findings findings = new Findings(project, compiled, run.output());
        Map<ModuleId, String> inputsAfter = new Inputs(project, snapshot, environment).ofAll(stale);
        Map<String, Entry> entries = new TreeMap<>();
        Set<Path> wanted = new LinkedHashSet<>();
        Map<String, String> madeBefore = new TreeMap<>();
        for (Module module : stale) {
            for (Scope scope : Scope.values()) {
                if (!findings.broken(module.id(), scope).isEmpty()) continue;
                Path next = classes(compiled, module.id(), scope);
                wanted.add(next);
                before.side(module.id(), scope).ifPresent(side -> madeBefore.putAll(side.made()));
                dropResources(next, scope == Scope.MAIN ? module.resourceOutput() : module.testResourceOutput(), before.side(module.id(), scope));
            }
        }
        outputs.keepOnly(wanted);
        // Until all is brought over nobody may take the old for what it says.
        store.delete();
        known = Optional.empty();
        SortedMap<String, String> made = outputs.bringOver(madeBefore.keySet());
        for (Module module : stale) {
            List<Entry.Side> sides = new ArrayList<>();
            for (Scope scope : Scope.values()) {
                Path used = outputs.whereUsed(classes(compiled, module.id(), scope));
                String broken = findings.broken(module.id(), scope);
                SortedMap<String, String> ofSide = broken.isEmpty() ? below(outputs.nameOf(used), made)
                        : before.side(module.id(), scope).map(Entry.Side::made).orElse(new TreeMap<>());
                sides.add(new Entry.Side(used.toString(), ofSide, broken, findings.problems(module.id(), scope)));
            }
            boolean changedMeanwhile = wasChangedSince(run.since(), project, module, snapshot) || !inputsAfter.get(module.id()).equals(inputs.get(module.id()));
            entries.put(module.id().toString(), new Entry(changedMeanwhile ? "" : inputs.get(module.id()), sides.get(0), sides.get(1)));
        }
        return entries;
    }

    /** All of them, of which nothing is known but that there was no telling; it is tried again the next time. */
    private Map<String, Entry> broken(List<Module> modules, Known before, BuildProblem problem) {
        Map<String, Entry> entries = new TreeMap<>();
        for (Module module : modules) {
            List<Entry.Side> sides = new ArrayList<>();
            for (Scope scope : Scope.values()) {
                Optional<Entry.Side> last = before.side(module.id(), scope);
                List<Problem> problems = scope == Scope.MAIN ? List.of(Findings.nowhere(problem.message())) : List.of();
                sides.add(new Entry.Side(last.map(Entry.Side::classes).orElse(directory.resolve("none").toString()), last.map(Entry.Side::made).orElse(new TreeMap<>()),
                        module.id().shortName() + " could not be compiled: " + problem.message(), problems));
            }
            entries.put(module.id().toString(), new Entry("", sides.get(0), sides.get(1)));
        }
        return entries;
    }

    private static Path classes(Map<ModuleId, WireCompiled.WireModule> compiled, ModuleId id, Scope scope) {
        WireCompiled.WireModule module = compiled.get(id);
        if (module == null) throw new IllegalStateException("Maven was asked for " + id + " and told nothing of it");
        return Path.of(scope == Scope.MAIN ? module.classes() : module.testClasses());
    }

    /** The build copies resources to where the classes are; their copies have a place of their own here. */
    private void dropResources(Path next, Path resources, Optional<Entry.Side> before) throws IOException {
        Set<String> ours = before.map(it -> below(outputs.nameOf(Path.of(it.classes())), it.made()).keySet()).orElse(Set.of());
        String prefix = outputs.nameOf(outputs.whereUsed(next)) + "/";
        for (Path file : BuildOutputs.files(next)) {
            String relative = next.relativize(file).toString();
            boolean resource = !relative.endsWith(".class") && Files.exists(resources.resolve(relative)) && !ours.contains(prefix + relative);
            if (resource) Files.delete(file);
        }
    }

    private static SortedMap<String, String> below(String prefix, Map<String, String> made) {
        SortedMap<String, String> below = new TreeMap<>();
        made.forEach((name, hash) -> {
            if (name.startsWith(prefix + "/")) below.put(name, hash);
        });
        return below;
    }

    /** Whether Maven may have seen another content of some source than the snapshot tells. */
    private static boolean wasChangedSince(FileStamp since, Project project, Module module, SourceSnapshot snapshot) {
        Set<ModuleId> all = new LinkedHashSet<>();
        addUpstream(project, module, all);
        return snapshot.files().values().stream().filter(file -> all.contains(file.module()))
                .anyMatch(file -> FileStamp.of(file.path().value()).isNotBefore(since) || !Files.exists(file.path().value()));
    }

    /** A module and all that it depends on. */
    private static void addUpstream(Project project, Module module, Set<ModuleId> all) {
        if (!all.add(module.id())) return;
        for (ClasspathEntry entry : module.testClasspath()) {
            if (entry instanceof ModuleOutput output) project.module(output.module()).ifPresent(it -> addUpstream(project, it, all));
        }
    }

    /** What was last told, in memory. */
    private record Known(Path root, SortedMap<String, Entry> entries, BuiltModules built) {
        Known(Path root, SortedMap<String, Entry> entries) {
            this(root, entries, BuiltStore.built(entries));
        }

        boolean isCurrent(ModuleId module, String inputs) {
            Entry entry = entries.get(module.toString());
            return entry != null && entry.inputs().equals(inputs)
                    && Stream.of(entry.main(), entry.test()).allMatch(it -> it.made().isEmpty() || Files.isDirectory(Path.of(it.classes())));
        }

        Optional<Entry.Side> side(ModuleId module, Scope scope) {
            return Optional.ofNullable(entries.get(module.toString())).map(it -> scope == Scope.MAIN ? it.main() : it.test());
        }
    }

    /** Which sides do not compile, why, and what was said of them. */
    private static final class Findings {
        private final Project project;
        private final Map<ModuleId, Map<Scope, List<Problem>>> problems = new HashMap<>();
        private final Map<Side, Optional<Side>> culprits = new HashMap<>();

        private record Side(ModuleId module, Scope scope) {}

        Findings(Project project, Map<ModuleId, WireCompiled.WireModule> compiled, List<String> output) {
            this.project = project;
            List<Problem> printed = CompilerOutput.problems(output.stream().filter(line -> line.startsWith("[ERROR]") || line.startsWith("  ")).toList());
            compiled.forEach((id, module) -> {
                for (WireCompiled.WireFailure failure : module.failures()) {
                    Set<Problem> found = new LinkedHashSet<>(CompilerOutput.problems(failure.message().lines().toList()));
                    // Some throw their errors, others print them.
                    if (found.isEmpty()) printed.stream().filter(it -> isOf(it, id)).forEach(found::add);
                    if (found.isEmpty()) found.add(nowhere(id.shortName() + ": " + failure.goal() + " failed: " + failure.message()));
                    List<Problem> inOrder = found.stream().sorted(Comparator.comparing((Problem it) -> CompilerOutput.file(it).toString()).thenComparing(Problem::line)).toList();
                    problems.computeIfAbsent(id, key -> new HashMap<>()).computeIfAbsent(Scope.valueOf(failure.part()), key -> new ArrayList<>()).addAll(inOrder);
                }
            });
        }

        static Problem nowhere(String message) {
            return new Problem(Problem.Severity.ERROR, Optional.empty(), 0, 0, 0, message, "");
        }

        /** Why a side does not compile; empty text when it does. */
        String broken(ModuleId id, Scope scope) {
            return culprit(new Side(id, scope)).map(it -> {
                Problem first = problems.get(it.module()).get(it.scope()).get(0);
                String where = first.file().map(file -> shown(file) + ":" + first.line()).orElse(first.message().lines().findFirst().orElse(""));
                return it.module().shortName() + " does not compile: " + where;
            }).orElse("");
        }

        /** What was said of a side; nothing where another one is to blame. */
        List<Problem> problems(ModuleId id, Scope scope) {
            return culprit(new Side(id, scope)).equals(Optional.of(new Side(id, scope))) ? problems.get(id).get(scope) : List.of();
        }

        /** The first side that fails of those that this one is compiled after, or itself. */
        private Optional<Side> culprit(Side side) {
            Optional<Side> found = culprits.get(side);
            if (found == null) {
                found = before(side).stream().flatMap(it -> culprit(it).stream()).findFirst();
                if (found.isEmpty() && problems.getOrDefault(side.module(), Map.of()).containsKey(side.scope())) found = Optional.of(side);
                culprits.put(side, found);
            }
            return found;
        }

        private List<Side> before(Side side) {
            List<Side> before = new ArrayList<>();
            Module module = project.module(side.module()).orElseThrow();
            for (ClasspathEntry entry : side.scope() == Scope.MAIN ? module.compileClasspath() : module.testClasspath()) {
                if (entry instanceof ModuleOutput output && project.module(output.module()).isPresent()) {
                    before.add(new Side(output.module(), output.part() == Part.MAIN ? Scope.MAIN : Scope.TEST));
                }
            }
            if (side.scope() == Scope.TEST) before.add(new Side(side.module(), Scope.MAIN));
            return before;
        }

        private String shown(SourcePath file) {
            return file.value().startsWith(project.root()) ? project.root().relativize(file.value()).toString() : file.toString();
        }

        private boolean isOf(Problem problem, ModuleId id) {
            Path file = CompilerOutput.file(problem);
            return project.module(id).filter(module -> file.startsWith(module.directory())
                    || Stream.concat(module.sourceRoots().stream(), module.testSourceRoots().stream()).anyMatch(file::startsWith)).isPresent();
        }
    }

    /** All that decides what a compilation makes, as a digest for each module. */
    private final class Inputs {
        private final Project project;
        private final SourceSnapshot snapshot;
        private final String surroundings;
        private final Map<ModuleId, StringBuilder> sources = new HashMap<>();
        private final Map<ModuleId, String> digests = new HashMap<>();

        Inputs(Project project, SourceSnapshot snapshot, Map<String, String> environment) {
            this.project = project;
            this.snapshot = snapshot;
            this.surroundings = Fingerprint.surroundings(project.root(), environment, Path.of(System.getProperty("user.home")), libraries);
            for (SourceFile file : snapshot.files().values()) {
                sources.computeIfAbsent(file.module(), id -> new StringBuilder()).append(file.path()).append(' ').append(onDisk(file)).append('\n');
            }
        }

        Map<ModuleId, String> ofAll(List<Module> modules) {
            Map<ModuleId, String> all = new HashMap<>();
            modules.forEach(module -> all.put(module.id(), of(module)));
            return all;
        }

        private String of(Module module) {
            String digest = digests.get(module.id());
            if (digest != null) return digest;
            StringBuilder text = new StringBuilder(BuildCompiler.class.getPackage().getImplementationVersion() + "\n").append(module.effectivePom()).append('\n')
                    .append(surroundings).append(module.jdkHome()).append('\n').append(module.java()).append(module.testJava()).append('\n').append(read(module)).append(sources.getOrDefault(module.id(), new StringBuilder()));
            for (ClasspathEntry entry : module.testClasspath()) {
                if (entry instanceof Library library) text.append(library.path()).append(' ').append(libraries.of(library.path()).hex()).append('\n');
                if (entry instanceof ModuleOutput output) project.module(output.module()).ifPresent(it -> text.append(of(it)).append('\n'));
            }
            digest = ContentHash.of(text.toString()).hex();
            digests.put(module.id(), digest);
            return digest;
        }

        /** What else Maven may read: resources, files that the build names. */
        private String read(Module module) {
            try {
                return ReadFiles.contents(ReadFiles.ofBuild(project, module), libraries);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot look at the files of " + module.id(), e);
            }
        }

        /** Maven compiles what is saved. */
        private String onDisk(SourceFile file) {
            if (!snapshot.unsaved().containsKey(file.path())) return file.hash().hex();
            try {
                return ContentHash.of(file.path().value()).hex();
            } catch (IOException e) {
                return "";
            }
        }
    }
}
