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
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            return new JavacWorkers(worker, logs);
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
        Project project = project();
        Set<ModuleId> all = new HashSet<>();
        project.modules().forEach(module -> all.add(module.id()));
        return compiler.compile(cancel, project, snapshot(project), all, listener);
    }

    Compilation compile() {
        return compile(Cancel.never(), CompileListener.none());
    }

    Project project() {
        List<Module> told = new ArrayList<>();
        List<ClasspathEntry> earlier = new ArrayList<>();
        libraries.forEach(library -> earlier.add(new ClasspathEntry.Library(library)));
        for (String name : modules) {
            Path directory = root.resolve(name).normalize();
            ModuleId id = new ModuleId("g:" + (name.isEmpty() ? "app" : name));
            told.add(new Module(
                    id, id.shortName(), "jar", directory, List.of(), List.of(directory.resolve("src/main/java")),
                    List.of(directory.resolve("src/test/java")), List.of(), List.of(), state.resolve("classes/" + id.shortName() + "/main"),
                    state.resolve("classes/" + id.shortName() + "/test"), List.of(), earlier, earlier, List.of(), java, java, JDK, List.of()));
            earlier.add(0, new ClasspathEntry.ModuleOutput(id, ClasspathEntry.Part.MAIN));
        }
        return new Project(root, "none", told, List.of(), List.of());
    }

    SourceSnapshot snapshot(Project project) {
        TreeMap<SourcePath, SourceFile> files = new TreeMap<>();
        for (Module module : project.modules()) {
            module.sourceRoots().forEach(source -> collect(files, module.id(), Scope.MAIN, source));
            module.testSourceRoots().forEach(source -> collect(files, module.id(), Scope.TEST, source));
        }
        return new SourceSnapshot(files, unsaved);
    }

    private void collect(Map<SourcePath, SourceFile> files, ModuleId module, Scope scope, Path source) {
        if (!Files.isDirectory(source)) return;
        try (Stream<Path> found = Files.walk(source)) {
            for (Path file : (Iterable<Path>) found.filter(path -> path.toString().endsWith(".java"))::iterator) {
                SourcePath path = new SourcePath(file);
                String text = unsaved.get(path);
                ContentHash hash = text == null ? ContentHash.of(Files.readAllBytes(file)) : ContentHash.of(text);
                files.put(path, new SourceFile(path, module, scope, source, hash));
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
