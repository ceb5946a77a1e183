package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.base.LibraryContents;
import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.pool.JavacWorkers;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.JavaSettings;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.worker.javac.JavacMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A workspace of modules in a directory, each of which compiles against those before it, with a compiler. Real but for
 * the build tool.
 */
final class CompilerWorkspace implements AutoCloseable {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    private final Path root;
    private final Path state;
    private final List<String> modules;
    private final Map<SourcePath, String> unsaved = new HashMap<>();
    private final List<Path> libraries = new ArrayList<>();
    private JavaSettings java = settings("17", List.of());
    private final Map<String, JavaSettings> javaOf = new HashMap<>();
    private final Map<String, String> directoryOf = new HashMap<>();
    private JavacService javac;
    private Compiler compiler;

    CompilerWorkspace(Path root, Path state, Collection<String> modules, JavacService javac) {
        this.root = root;
        this.state = state;
        this.modules = List.copyOf(modules);
        this.javac = javac;
        compiler = newCompiler(javac);
    }

    private static Compiler newCompiler(JavacService javac) {
        return new Compiler(javac, new LibraryContents(Clock.systemUTC()), Clock.systemUTC());
    }

    /** The real javac, in a process of its own; one for all tests of a class. */
    static JavacWorkers javac(Path logs) {
        try {
            Path worker = Path.of(JavacMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return new JavacWorkers(worker, logs, Duration.ofHours(1));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static JavaSettings settings(String release, List<String> arguments) {
        return new JavaSettings(
                release, "", "", "UTF-8", arguments, List.of(), List.of(), "none", List.of(), List.of());
    }

    void use(JavaSettings settings) {
        java = settings;
    }

    /** One module's settings in the place of those of all. */
    void use(String module, JavaSettings settings) {
        javaOf.put(module, settings);
    }

    JavaSettings settingsOf(String module) {
        return javaOf.getOrDefault(module, java);
    }

    /** Has a module's source roots stand below another directory than its own. */
    void placeSources(String module, String directory) {
        directoryOf.put(module, directory);
    }

    /** Where a module's main classes and resources go. */
    Path output(String module) {
        return state.resolve("classes/" + id(module).shortName() + "/main");
    }

    Path testOutput(String module) {
        return output(module).resolveSibling("test");
    }

    private static ModuleId id(String module) {
        return new ModuleId("g:" + (module.isEmpty() ? "app" : module));
    }

    void add(Path library) {
        libraries.add(library);
    }

    Path root() {
        return root;
    }

    void write(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String path) {
        try {
            Files.delete(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds a text in an editor without saving it; saves it with {@link #saveAll()}. */
    void edit(String path, String text) {
        unsaved.put(new SourcePath(root.resolve(path)), text);
    }

    void saveAll() {
        unsaved.forEach((path, text) -> write(root.relativize(path.value()).toString(), text));
        unsaved.clear();
    }

    /** As a daemon that ended and started again. */
    void restart() {
        compiler.close();
        compiler = newCompiler(javac);
    }

    Compilation compile(Cancel cancel, CompileListener listener) {
        copyResources();
        Project project = project();
        Set<ModuleId> all = new HashSet<>();
        project.modules().forEach(module -> all.add(module.id()));
        return compiler.compile(cancel, project, snapshot(project), all, listener);
    }

    /** As the build tool does before anything is compiled. */
    private void copyResources() {
        for (String module : modules) {
            Path resources = root.resolve(module).resolve("src/main/resources");
            if (!Files.isDirectory(resources)) continue;
            try (Stream<Path> found = Files.walk(resources)) {
                for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
                    Path target = output(module).resolve(resources.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Compilation compile() {
        return compile(Cancel.never(), CompileListener.none());
    }

    /** As before tests run in a fresh JVM. */
    void compileByJavac(Cancel cancel) throws JavacRefuses {
        compiler.byJavac(modules.stream().flatMap(it -> Stream.of(output(it), testOutput(it))).toList()).compile(cancel);
    }

    Project project() {
        List<Module> told = new ArrayList<>();
        List<ClasspathEntry> earlier = new ArrayList<>();
        libraries.forEach(library -> earlier.add(new ClasspathEntry.Library(library)));
        for (String name : modules) {
            Path directory = root.resolve(directoryOf.getOrDefault(name, name)).normalize();
            ModuleId id = id(name);
            JavaSettings ofModule = settingsOf(name);
            told.add(new Module(
                    id, id.shortName(), "jar", directory, List.of(), List.of(directory.resolve("src/main/java")),
                    List.of(directory.resolve("src/test/java")), List.of(), List.of(), output(name),
                    testOutput(name), List.of(), earlier, earlier, List.of(), ofModule, ofModule, JDK, List.of()));
            earlier.add(0, new ClasspathEntry.ModuleOutput(id, ClasspathEntry.Part.MAIN));
        }
        return new Project(root, "none", told, List.of(), List.of());
    }

    SourceSnapshot snapshot(Project project) {
        List<SourceFile> files = new ArrayList<>();
        for (Module module : project.modules()) {
            module.sourceRoots().forEach(source -> collect(files, module.id(), Scope.MAIN, source));
            module.testSourceRoots().forEach(source -> collect(files, module.id(), Scope.TEST, source));
        }
        return SourceSnapshot.of(files, unsaved);
    }

    private void collect(List<SourceFile> files, ModuleId module, Scope scope, Path source) {
        if (!Files.isDirectory(source)) return;
        try (Stream<Path> found = Files.walk(source)) {
            for (Path file : (Iterable<Path>) found.filter(path -> path.toString().endsWith(".java"))::iterator) {
                SourcePath path = new SourcePath(file);
                String text = unsaved.get(path);
                ContentHash hash = text == null ? ContentHash.of(Files.readAllBytes(file)) : ContentHash.of(text);
                files.add(new SourceFile(path, module, scope, source, hash));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        compiler.close();
    }
}
