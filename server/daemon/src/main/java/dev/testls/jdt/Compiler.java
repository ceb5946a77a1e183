package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import dev.testls.base.FileTree;
import dev.testls.base.LibraryContents;
import dev.testls.jdt.ChangedType.Kind;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import dev.testls.model.SourceFile;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourceSnapshot;
import dev.testls.project.BuiltModules;
import dev.testls.project.BuiltSide;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.ClasspathEntry.Library;
import dev.testls.project.ClasspathEntry.ModuleOutput;
import dev.testls.project.ClasspathEntry.Part;
import dev.testls.project.JavaSettings;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.ReadFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compiles the workspace: what changed, and what a change concerns, next to the resources that the build
 * tool processed, in directories of the daemon's own.
 *
 * <p>Law: after any sequence of edits the class files do what those of a compilation from nothing would do, and the
 * errors are the same. Nothing is written but in and beside the modules' resource outputs. Used by one thread at a time.
 */
public final class Compiler implements AutoCloseable {
    private final JavacService javac;
    private final LibraryContents libraries;
    private final Clock clock;
    /** Where the build that is compiled now has its outputs: another build may have others. */
    private Map<SideId, Path> directories = Map.of();
    private final Map<String, CompilerSide> sides = new HashMap<>();
    private final Map<String, CompilerJdk> jdks = new HashMap<>();
    private final Map<String, OpenJar> jars = new HashMap<>();
    /** By the fingerprint of all that they are found by. */
    private final Map<String, CompilerProcessors> processors = new HashMap<>();
    /** As last found for each side. */
    private final Map<SideId, CompilerProcessors> processorsOf = new HashMap<>();
    /** Changes that no caller heard of, since the call that found them was cancelled or failed. */
    private final Map<String, ChangedType> untold = new HashMap<>();

    /** What the sides were compiled from the last time. */
    private final Map<CompilerSide, CompilerInput> inputs = new HashMap<>();
    private final FileCopies copies;

    private Optional<Answer> answer = Optional.empty();

    /** What the last call was asked, and what it answered. */
    private record Answer(Project project, SourceSnapshot snapshot, BuiltModules built, Set<ModuleId> wanted, String libraries, Compilation compilation) {}

    private record OpenJar(FileStamp stamp, CompilerJar jar) {}

    private record SideId(ModuleId module, Scope scope) {}

    /** Nothing is read yet. */
    public Compiler(JavacService javac, LibraryContents libraries, Clock clock) {
        this.javac = javac;
        this.libraries = libraries;
        this.clock = clock;
        this.copies = new FileCopies(clock);
    }

    /**
     * Brings main and test classes of the wanted modules, and what they depend on, up to date with the snapshot.
     *
     * @throws java.util.concurrent.CancellationException when stopping was asked for; modules that were finished by
     *     then stay so, and the next call tells what changed in them
     * @throws UncheckedIOException when an output cannot be written
     */
    public Compilation compile(
            Cancel cancel, Project project, SourceSnapshot snapshot, Set<ModuleId> wanted, CompileListener listener) {
        return compile(cancel, project, snapshot, BuiltModules.none(), wanted, listener);
    }

    /** The same, where some modules were compiled by the build's own compilers: what they made is taken over. */
    public Compilation compile(
            Cancel cancel, Project project, SourceSnapshot snapshot, BuiltModules built, Set<ModuleId> wanted, CompileListener listener) {
        Optional<Compilation> asBefore = asBefore(project, snapshot, built, wanted);
        if (asBefore.isPresent()) return asBefore.get();
        answer = Optional.empty();
        directories = directories(project);
        Map<SideId, SortedMap<String, SourceFile>> sources = bySide(snapshot);
        Set<SideId> needed = needed(project, wanted);
        List<String> notices = new ArrayList<>();
        Map<String, CompilerSide> done = new LinkedHashMap<>();
        Map<String, List<CompilerSide>> visible = new HashMap<>();
        Map<String, String> brokenByBuild = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        int compiledFiles = 0;
        for (Module module : project.modules()) {
            for (Scope scope : Scope.values()) {
                SideId id = new SideId(module.id(), scope);
                if (!needed.contains(id)) continue;
                cancel.check();
                CompilerSide side = side(id);
                inputs.remove(side);
                try {
                    CompilerState before = side.state(notices);
                    SortedMap<String, SourceFile> inSide = sources.getOrDefault(id, new TreeMap<>());
                    CompilerInput input = input(project, module, scope, inSide, snapshot);
                    Optional<BuiltSide> taken = built.side(id.module(), scope).or(() -> waitsFor(side, input, brokenByBuild))
                            .or(() -> waitsForProcessor(side, input, done.keySet())).or(() -> findsNoProcessor(side, input));
                    taken.filter(BuiltSide::isBroken).ifPresent(it -> brokenByBuild.put(side.key(), it.broken()));
                    CompilerBuild.Done build = taken.isPresent() ? CompilerTakeover.run(side, before, taken.get(), inSide)
                            : new CompilerBuild(side, input, before, javac, cancel, listener, notices).run();
                    inputs.put(side, input);
                    compiledFiles += build.compiledFiles();
                    build.changed().forEach(this::remember);
                    List<CompilerSide> seen = new ArrayList<>(List.of(side));
                    seen.addAll(input.upstream());
                    visible.put(side.key(), seen);
                } catch (JdkMissing e) {
                    problems.add(new Problem(Problem.Severity.ERROR, Optional.empty(), 0, 0, 0, e.getMessage(), ""));
                    visible.put(side.key(), List.of(side));
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot compile " + module.id() + " into " + side.output(), e);
                }
                done.put(side.key(), side);
            }
        }
        for (CompilerSide side : done.values()) {
            problems.addAll(side.state().problems());
            side.state().units().values().forEach(unit -> problems.addAll(unit.problems()));
        }
        Map<ModuleId, Outputs> outputs = new HashMap<>();
        needed.forEach(id -> outputs.put(id.module(), new Outputs(
                side(new SideId(id.module(), Scope.MAIN)).output(),
                side(new SideId(id.module(), Scope.TEST)).output())));
        Set<ChangedType> changed = new HashSet<>(untold.values());
        untold.clear();
        Compilation compilation = new Compilation(
                outputs, problems, compiledFiles, changed,
                CompilerReach.unrunnable(project.root(), done.values(), visible, brokenByBuild), notices);
        answer = Optional.of(new Answer(project, snapshot, built, Set.copyOf(wanted), libraries(project, snapshot, wanted), compilation));
        return compilation;
    }

    /** What javac has to compile for these outputs, and those that they were compiled against, as the last call of {@link #compile} left them. */
    public ByJavac byJavac(Collection<Path> outputs) {
        List<JavacClasses> all = new ArrayList<>();
        Set<CompilerSide> visited = new HashSet<>();
        inputs.keySet().stream().filter(it -> outputs.contains(it.output())).forEach(it -> addByJavac(it, visited, all));
        return new ByJavac(all);
    }

    private void addByJavac(CompilerSide side, Set<CompilerSide> visited, List<JavacClasses> all) {
        CompilerInput input = inputs.get(side);
        if (input == null || !visited.add(side)) return;
        input.upstream().forEach(it -> addByJavac(it, visited, all));
        CompilerSide made = sides.computeIfAbsent(side.key() + " by javac " + side.output(),
                key -> new CompilerSide(ByJavac.output(side.output()), side.module(), side.scope(), clock));
        all.add(new JavacClasses(side, made, input, javac, copies));
    }

    private static Map<SideId, SortedMap<String, SourceFile>> bySide(SourceSnapshot snapshot) {
        Map<SideId, SortedMap<String, SourceFile>> sources = new HashMap<>();
        snapshot.files().values().forEach(file -> sources
                .computeIfAbsent(new SideId(file.module(), file.scope()), id -> new TreeMap<>())
                .put(file.path().toString(), file));
        return sources;
    }

    /** What a side comes to that would be compiled against one of which the build made nothing: its errors would be that one's. */
    private static Optional<BuiltSide> waitsFor(CompilerSide side, CompilerInput input, Map<String, String> brokenByBuild) {
        return input.upstream().stream().filter(other -> brokenByBuild.containsKey(other.key()) && other.isEmpty()).findFirst()
                .map(other -> brokenByBuild.get(other.key()))
                .map(why -> broken(side, why, List.of()));
    }

    /** What a side comes to whose processors are of a module that does not compile: the build does not come to it. */
    private static Optional<BuiltSide> waitsForProcessor(CompilerSide side, CompilerInput input, Set<String> done) {
        return input.processorSides().stream().filter(other -> done.contains(other.key()) && other.state().hasBroken()).findFirst()
                .map(other -> broken(side, "the annotation processors of " + side.module() + " are of " + other.module() + ", which does not compile", List.of()));
    }

    /** What a side comes to whose own resources name processors that are not there before it is compiled: javac refuses. */
    private static Optional<BuiltSide> findsNoProcessor(CompilerSide side, CompilerInput input) {
        return input.sources().isEmpty() ? Optional.empty() : input.processors().missing().map(name -> {
            String message = "Bad service configuration file, or exception thrown while constructing Processor object: "
                    + "javax.annotation.processing.Processor: Provider " + name + " not found";
            Problem problem = new Problem(Problem.Severity.ERROR, Optional.empty(), 0, 0, 0, message, "");
            return broken(side, side.module() + " names an annotation processor that is not compiled yet: " + name, List.of(problem));
        });
    }

    private static BuiltSide broken(CompilerSide side, String why, List<Problem> problems) {
        return new BuiltSide(side.output().resolveSibling("none"), ContentHash.of(why).hex(), why, problems);
    }

    /** The last answer once more, where nothing that it was made of has changed since; costs a look at each library. */
    private Optional<Compilation> asBefore(Project project, SourceSnapshot snapshot, BuiltModules built, Set<ModuleId> wanted) {
        return answer.filter(last -> last.project() == project && last.snapshot() == snapshot && last.built().equals(built) && last.wanted().containsAll(wanted)
                        && untold.isEmpty() && sides.values().stream().allMatch(it -> it.refusedSince().isEmpty())
                        && last.libraries().equals(libraries(project, snapshot, last.wanted()))
                        && last.compilation().outputs().values().stream().allMatch(it -> Files.isDirectory(it.mainClasses()) && Files.isDirectory(it.testClasses())))
                .map(Answer::compilation)
                .map(last -> new Compilation(last.outputs(), last.problems(), 0, Set.of(), last.unrunnable(), List.of()));
    }

    /** What the modules, and those they depend on, are compiled with and no snapshot tells of: libraries and processors, with their stamps. */
    private String libraries(Project project, SourceSnapshot snapshot, Set<ModuleId> wanted) {
        StringBuilder stamps = new StringBuilder();
        boolean readsFiles = processorsOf.values().stream().anyMatch(it -> it.reads() != CompilerProcessors.Reads.NOTHING);
        Map<SideId, SortedMap<String, SourceFile>> sources = readsFiles ? bySide(snapshot) : Map.of();
        for (SideId id : needed(project, wanted)) {
            Module module = project.module(id.module()).orElseThrow();
            for (ClasspathEntry entry : classpath(module, id.scope())) {
                if (entry instanceof Library library) stamps.append(library.path()).append(' ').append(stamp(library.path(), ".class")).append('\n');
            }
            for (Path path : processorContents(project, module, id.scope())) stamps.append(path).append(' ').append(stamp(path, "")).append('\n');
            stamps.append(readByProcessors(project, module, id.scope(), sources.getOrDefault(id, new TreeMap<>()), processorsOf.getOrDefault(id, CompilerProcessors.NONE)));
        }
        return stamps.toString();
    }

    /** What decides, besides the class path, what processors make: their path, and of modules of the build what has to do with them. */
    private List<Path> processorContents(Project project, Module module, Scope scope) {
        JavaSettings java = java(module, scope);
        if (!java.processorPath().isEmpty()) return java.processorPath();
        CompilerSettings settings = new CompilerSettings(java, module.jdkHome());
        List<Path> classpath = javacClasspath(project, module, scope);
        Set<Path> bring = CompilerProcessors.broughtBy(java, settings.jdkVersion(), classpath, path -> jar(path, settings.target()));
        if (bring.isEmpty()) return List.of();
        Map<Path, SideId> outputs = outputs(project);
        Set<Path> contents = new TreeSet<>();
        for (Path path : bring) {
            SideId host = outputs.get(path);
            if (host == null) continue;
            contents.add(path);
            // A processor runs with what its module needs.
            for (Path other : javacClasspath(project, project.module(host.module()).orElseThrow(), Scope.TEST)) {
                if (classpath.contains(other) && outputs.containsKey(other)) contents.add(other);
            }
        }
        return List.copyOf(contents);
    }

    private static List<Path> javacClasspath(Project project, Module module, Scope scope) {
        List<Path> paths = new ArrayList<>();
        if (scope == Scope.TEST) paths.add(module.resourceOutput());
        for (ClasspathEntry entry : classpath(module, scope)) {
            if (entry instanceof Library library) paths.add(library.path());
            moduleOutput(entry).ifPresent(output -> project.module(output.module())
                    .ifPresent(other -> paths.add(output.part() == Part.MAIN ? other.resourceOutput() : other.testResourceOutput())));
        }
        return paths.stream().distinct().toList();
    }

    private static JavaSettings java(Module module, Scope scope) {
        return scope == Scope.MAIN ? module.java() : module.testJava();
    }

    /** Closes the jars and JDKs that it reads from. What is on disk stays for the next compiler. */
    @Override
    public void close() {
        try {
            for (OpenJar open : jars.values()) open.jar().close();
            for (CompilerJdk jdk : jdks.values()) jdk.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a jar or JDK that was read from", e);
        }
        jars.clear();
        jdks.clear();
    }

    /** Two changes of one class since a caller last heard of it become one. */
    private void remember(ChangedType change) {
        String key = change.module() + "/" + change.scope() + "/" + change.className();
        untold.merge(key, change, (earlier, later) -> {
            Kind kind = later.kind();
            if (earlier.kind() == Kind.NEW && kind != Kind.REMOVED) kind = Kind.NEW;
            else if (earlier.kind() == Kind.REMOVED && kind == Kind.NEW) kind = Kind.STRUCTURE;
            else if (earlier.kind() == Kind.STRUCTURE && kind == Kind.BODY) kind = Kind.STRUCTURE;
            return new ChangedType(later.module(), later.scope(), later.className(), kind);
        });
    }

    /** Both sides of what is wanted, and of the rest what those need. */
    private static Set<SideId> needed(Project project, Set<ModuleId> wanted) {
        Set<SideId> needed = new LinkedHashSet<>();
        Map<Path, SideId> outputs = outputs(project);
        for (ModuleId id : wanted) {
            project.module(id).ifPresent(module -> {
                need(project, outputs, needed, module, Scope.MAIN);
                need(project, outputs, needed, module, Scope.TEST);
            });
        }
        return needed;
    }

    private static void need(Project project, Map<Path, SideId> outputs, Set<SideId> needed, Module module, Scope scope) {
        if (!needed.add(new SideId(module.id(), scope))) return;
        if (scope == Scope.TEST) need(project, outputs, needed, module, Scope.MAIN);
        for (ClasspathEntry entry : classpath(module, scope)) {
            moduleOutput(entry).ifPresent(output -> project.module(output.module())
                    .ifPresent(other -> need(project, outputs, needed, other, scopeOf(output.part()))));
        }
        for (Path path : java(module, scope).processorPath()) {
            SideId processors = outputs.get(path);
            if (processors != null) need(project, outputs, needed, project.module(processors.module()).orElseThrow(), processors.scope());
        }
    }

    private static List<ClasspathEntry> classpath(Module module, Scope scope) {
        return scope == Scope.MAIN ? module.compileClasspath() : module.testClasspath();
    }

    private static Scope scopeOf(Part part) {
        return part == Part.MAIN ? Scope.MAIN : Scope.TEST;
    }

    private static Optional<ModuleOutput> moduleOutput(ClasspathEntry entry) {
        return entry.on(new ClasspathEntry.Cases<>() {
            @Override
            public Optional<ModuleOutput> library(Library it) {
                return Optional.empty();
            }

            @Override
            public Optional<ModuleOutput> moduleOutput(ModuleOutput it) {
                return Optional.of(it);
            }
        });
    }

    private CompilerSide side(SideId id) {
        Path directory = directories.get(id);
        return sides.computeIfAbsent(
                id.module() + "/" + id.scope() + " " + directory, key -> new CompilerSide(directory, id.module(), id.scope(), clock));
    }

    private static Map<SideId, Path> directories(Project project) {
        Map<SideId, Path> directories = new HashMap<>();
        for (Module module : project.modules()) {
            directories.put(new SideId(module.id(), Scope.MAIN), module.resourceOutput());
            directories.put(new SideId(module.id(), Scope.TEST), module.testResourceOutput());
        }
        return directories;
    }

    private static Map<Path, SideId> outputs(Project project) {
        Map<Path, SideId> outputs = new HashMap<>();
        directories(project).forEach((id, directory) -> outputs.put(directory, id));
        return outputs;
    }

    private CompilerInput input(
            Project project, Module module, Scope scope, SortedMap<String, SourceFile> all, SourceSnapshot snapshot)
            throws IOException {
        JavaSettings java = java(module, scope);
        CompilerSettings settings = new CompilerSettings(java, module.jdkHome());
        SortedMap<String, SourceFile> sources = new TreeMap<>(all);
        sources.values().removeIf(file -> !settings.takes(file.root(), file.path().value()));
        List<CompilerPath> classpath = new ArrayList<>();
        List<CompilerSide> upstream = new ArrayList<>();
        List<Path> paths = javacClasspath(project, module, scope);
        StringBuilder fingerprint = new StringBuilder(Compiler.class.getPackage().getImplementationVersion() + "\n")
                .append(settings.text()).append('\n').append(libraries.of(module.jdkHome().resolve("release")).hex()).append('\n');
        if (scope == Scope.TEST) {
            CompilerSide main = side(new SideId(module.id(), Scope.MAIN));
            classpath.add(main);
            upstream.add(main);
        }
        for (ClasspathEntry entry : classpath(module, scope)) {
            Optional<ModuleOutput> output = moduleOutput(entry);
            if (output.isEmpty()) {
                Path path = ((Library) entry).path();
                fingerprint.append(path).append(' ').append(libraries.of(path).hex()).append('\n');
                addLibrary(path, settings.target(), classpath);
                continue;
            }
            Optional<Module> other = project.module(output.get().module());
            if (other.isEmpty()) continue;
            CompilerSide side = side(new SideId(other.get().id(), scopeOf(output.get().part())));
            fingerprint.append(side.key()).append('\n');
            if (upstream.contains(side)) continue;
            classpath.add(side);
            upstream.add(side);
        }
        List<CompilerSide> processorSides = new ArrayList<>();
        Map<Path, SideId> outputs = outputs(project);
        for (Path path : processorContents(project, module, scope)) {
            fingerprint.append(path).append(' ').append(libraries.of(path).hex()).append('\n');
            if (outputs.containsKey(path)) processorSides.add(side(outputs.get(path)));
        }
        Path own = scope == Scope.MAIN ? module.resourceOutput() : module.testResourceOutput();
        fingerprint.append(libraries.of(CompilerProcessors.listIn(own)).hex()).append('\n');
        Optional<CompilerModules> modules = scope == Scope.MAIN
                ? CompilerModules.ofMain(settings, sources.values(), snapshot.unsaved(), paths)
                : CompilerModules.ofTests(settings, module.resourceOutput(), sources.values(), snapshot.unsaved(), paths);
        modules.ifPresent(it -> fingerprint.append(it.content()).append('\n'));
        String hash = ContentHash.of(fingerprint.toString()).hex();
        CompilerProcessors found = processors.computeIfAbsent(hash, key -> CompilerProcessors.of(
                java, settings.jdkVersion(), paths, own, path -> jar(path, settings.target())));
        processorsOf.put(new SideId(module.id(), scope), found);
        String read = readByProcessors(project, module, scope, sources, found);
        return new CompilerInput(
                read.isEmpty() ? hash : ContentHash.of(hash + read).hex(), sources, snapshot.unsaved(), settings, module.jdkHome(),
                jdk(module.jdkHome(), settings.release()), classpath, upstream, paths, modules, found, processorSides, Optional.of(own));
    }

    /** What files hold, besides sources and libraries, that processors of a side may read. */
    private String readByProcessors(Project project, Module module, Scope scope, SortedMap<String, SourceFile> sources, CompilerProcessors found) {
        if (found.reads() == CompilerProcessors.Reads.NOTHING) return "";
        Set<Path> files = ReadFiles.ofLombok(project, sources.values().stream().map(file -> file.path().value()).toList());
        if (found.reads() == CompilerProcessors.Reads.ANYTHING) {
            try {
                files.addAll(ReadFiles.ofProcessors(module, scope == Scope.MAIN ? module.resources() : module.testResources()));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot look at the resources of " + module.id(), e);
            }
        }
        return ReadFiles.contents(files, libraries);
    }

    private void addLibrary(Path path, int release, List<CompilerPath> classpath) {
        if (Files.isDirectory(path)) classpath.add(new CompilerDirectory(path));
        else jar(path, release).ifPresent(classpath::add);
    }

    /** An entry that is missing or no jar is passed over, as javac does. */
    private Optional<CompilerJar> jar(Path path, int release) {
        FileStamp stamp = FileStamp.of(path);
        String key = release + " " + path;
        OpenJar known = jars.get(key);
        if (known != null && known.stamp().equals(stamp)) return Optional.of(known.jar());
        try {
            if (known != null) {
                jars.remove(key);
                known.jar().close();
            }
            CompilerJar opened = new CompilerJar(path, release);
            jars.put(key, new OpenJar(stamp, opened));
            return Optional.of(opened);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private CompilerJdk jdk(Path home, int release) throws JdkMissing {
        String key = release + " " + FileStamp.of(home.resolve("release")) + " " + home;
        CompilerJdk known = jdks.get(key);
        if (known != null) return known;
        try {
            CompilerJdk opened = CompilerJdk.open(home, release);
            jdks.put(key, opened);
            return opened;
        } catch (IOException e) {
            throw new JdkMissing(e);
        }
    }

    private static final class JdkMissing extends IOException {
        private static final long serialVersionUID = 1;

        JdkMissing(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** What tells at a glance whether a file, or the files with this ending in a directory, are the same as before. */
    private static String stamp(Path path, String ending) {
        if (!Files.isDirectory(path)) return FileStamp.of(path).toString();
        TreeMap<String, FileStamp> all = new TreeMap<>();
        try {
            FileTree.walk(path, (file, stamp) -> {
                if (file.toString().endsWith(ending)) all.put(file.toString(), stamp);
            });
            return ContentHash.of(all.toString()).hex();
        } catch (IOException e) {
            return "cannot be read";
        }
    }
}
