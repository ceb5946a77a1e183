package dev.testls.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import dev.testls.base.LibraryContents;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.project.ClasspathEntry.ModuleOutput;
import dev.testls.project.ClasspathEntry.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the build is asked to compile, and what is made of its answer. A fake Maven makes a file of each source. */
class BuildCompilerTest {
    private static final JavaSettings JAVA = new JavaSettings("17", "", "", "UTF-8", List.of(), List.of(), List.of(), "", List.of(), List.of());

    @TempDir Path directory;
    private Path root;
    private BuildCompiler compiler;
    /** The modules that Maven was asked for, run by run. */
    private final List<String> asked = new ArrayList<>();
    private String failing = "";

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectory(directory.resolve("w"));
        Files.writeString(root.resolve("mvnw"), "");
        write("lib/src/main/java/Lib.java", "lib");
        write("kt/src/main/kotlin/K.kt", "k");
        write("kt/src/test/kotlin/KTest.kt", "t");
        write("app/src/main/java/App.java", "app");
        write("other/src/test/kotlin/OtherTest.kt", "o");
        compiler = newCompiler();
    }

    @Test
    void isAskedForModulesThatChangedOrDependOnSuch() throws IOException {
        compile();
        compile();
        assertThat(asked).containsExactly("g:kt,g:other");

        write("app/src/main/java/App.java", "changed");
        compile();
        assertThat(asked).as("nothing in another language depends on it").hasSize(1);

        write("kt/src/test/kotlin/KTest.kt", "changed");
        compile();
        write("lib/src/main/java/Lib.java", "changed");
        compile();
        assertThat(asked).containsExactly("g:kt,g:other", "g:kt", "g:kt");

        compiler = newCompiler();
        compile();
        assertThat(asked).as("what was made is known in the next life, too").hasSize(3);
    }

    @Test
    void isAskedWhenAnythingElseChangedThatItMayRead() throws IOException {
        write("kt/src/main/resources/made.txt", "1");
        write("kt/res/filtered.properties", "a=${b}");
        write("config/kotlin.yml", "x: 1");
        write("lib/src/main/resources/lib.txt", "1");
        write(".mvn/maven.config", "-Da=1");
        compile();
        List<String> files = List.of("kt/src/main/resources/made.txt", "kt/src/main/proto/new.proto", "kt/src/main/kotlin/notes.yml", "kt/res/filtered.properties",
                "config/kotlin.yml", "config/absent.yml", "lib/src/main/resources/lib.txt", "lombok.config", "kt/lombok.config");
        for (String file : files) {
            asked.clear();
            write(file, "changed");
            compile();
            compile();
            assertThat(asked).as(file).hasSize(1).first().asString().contains("g:kt");
        }
        asked.clear();
        write("app/src/main/resources/app.txt", "new");
        write("README.md", "new");
        compile();
        assertThat(asked).as("no compiler of another language reads these").isEmpty();
        write(".mvn/maven.config", "-Da=2");
        compile();
        assertThat(asked).containsExactly("g:kt,g:other");
    }

    @Test
    void leavesOutModulesInWhichThereIsNothingButJava() throws IOException {
        Files.delete(root.resolve("kt/src/main/kotlin/K.kt"));
        Files.delete(root.resolve("kt/src/test/kotlin/KTest.kt"));
        assertThat(compile().modules()).containsOnlyKeys(new ModuleId("g:other"));
        assertThat(asked).containsExactly("g:other");
    }

    @Test
    void tellsWhatIsThereAndNothingOfADeletedSource() throws IOException {
        write("kt/src/main/kotlin/Gone.kt", "gone");
        assertThat(made(compile(), "kt", Scope.MAIN)).containsExactly("Gone.class", "K.class");
        Files.delete(root.resolve("kt/src/main/kotlin/Gone.kt"));
        assertThat(made(compile(), "kt", Scope.MAIN)).containsExactly("K.class");
        assertThat(root.resolve("kt/target")).doesNotExist();
    }

    @Test
    void keepsWhatWasMadeOfASideThatDoesNotCompile() throws IOException {
        compile();
        failing = "kt TEST " + root.resolve("kt/src/test/kotlin/KTest.kt") + ":1:1 no";
        write("kt/src/test/kotlin/KTest.kt", "broken");
        BuiltModules built = compile();
        assertThat(side(built, "kt", Scope.MAIN).isBroken()).isFalse();
        assertThat(side(built, "kt", Scope.TEST).broken()).isEqualTo("kt does not compile: kt/src/test/kotlin/KTest.kt:1");
        assertThat(side(built, "kt", Scope.TEST).problems()).hasSize(1);
        assertThat(made(built, "kt", Scope.TEST)).containsExactly("KTest.class");
    }

    @Test
    void blamesTheModuleThatOthersDependOn() throws IOException {
        failing = "lib MAIN " + root.resolve("lib/src/main/java/Lib.java") + ":[3,4] no";
        BuiltModules built = compile();
        for (Scope scope : Scope.values()) {
            assertThat(side(built, "kt", scope).broken()).isEqualTo("lib does not compile: lib/src/main/java/Lib.java:3");
            assertThat(side(built, "kt", scope).problems()).as("they are those of lib").isEmpty();
        }
        assertThat(side(built, "other", Scope.TEST).isBroken()).isFalse();
    }

    @Test
    void isAskedOnceForWhatDoesNotCompile() throws IOException {
        failing = "kt MAIN " + root.resolve("kt/src/main/kotlin/K.kt") + ":1:1 no";
        BuiltModules built = compile();
        assertThat(compile()).isEqualTo(built);
        compiler = newCompiler();
        assertThat(compile()).as("nor in the next life").isEqualTo(built);
        assertThat(asked).hasSize(1);
    }

    @Test
    void isAskedAgainWhenItToldNothing() throws IOException {
        failing = "dies";
        BuiltModules built = compile();
        assertThat(side(built, "kt", Scope.MAIN).problems()).singleElement().satisfies(it -> assertThat(it.message()).contains("Maven"));
        assertThat(side(built, "kt", Scope.TEST).isBroken()).isTrue();
        failing = "";
        assertThat(side(compile(), "kt", Scope.TEST).isBroken()).isFalse();
    }

    private BuiltModules compile() throws IOException {
        return compiler.compile(Cancel.never(), project(), snapshot(), Map.of(), line -> {});
    }

    private BuildCompiler newCompiler() {
        return new BuildCompiler(directory.resolve("state"), directory.resolve("extension"), this::maven, new LibraryContents(Clock.systemUTC()));
    }

    private BuildProcess.Finished maven(Cancel cancel, List<String> command, Path where, Map<String, String> environment, Consumer<String> line) throws IOException {
        asked.add(command.get(command.indexOf("--projects") + 1));
        if (failing.equals("dies")) return new BuildProcess.Finished(1);
        Path outputs = Path.of(property(command, "tls.outputs"));
        List<String> modules = new ArrayList<>();
        for (Module module : project().modules()) {
            String name = module.id().shortName();
            for (SourceFile file : snapshot().files().values()) {
                if (!file.module().equals(module.id()) || failing.startsWith(name + " " + file.scope())) continue;
                Path made = outputs.resolve(name).resolve(file.scope() == Scope.MAIN ? "classes" : "test-classes").resolve(Language.stem(file.path().fileName()) + ".class");
                Files.createDirectories(made.getParent());
                Files.copy(file.path().value(), made);
            }
            Files.createDirectories(outputs.resolve(name + "/classes"));
            String failure = failing.startsWith(name + " ")
                    ? "{\"part\":\"%s\",\"goal\":\"x:compile\",\"message\":\"%s\"}".formatted(failing.split(" ")[1], failing.split(" ", 3)[2]) : "";
            modules.add("{\"id\":\"%s\",\"classes\":\"%s\",\"testClasses\":\"%s\",\"failures\":[%s]}"
                    .formatted(module.id(), outputs.resolve(name + "/classes"), outputs.resolve(name + "/test-classes"), failure));
        }
        Files.writeString(Path.of(property(command, "tls.model")), "{\"modules\":[" + String.join(",", modules) + "]}");
        return new BuildProcess.Finished(0);
    }

    private static String property(List<String> command, String name) {
        String start = "-D" + name + "=";
        return command.stream().filter(it -> it.startsWith(start)).findFirst().orElseThrow().substring(start.length());
    }

    private static BuiltSide side(BuiltModules built, String module, Scope scope) {
        return built.side(new ModuleId("g:" + module), scope).orElseThrow();
    }

    private static List<String> made(BuiltModules built, String module, Scope scope) throws IOException {
        try (var files = Files.list(side(built, module, scope).classes())) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    private Project project() {
        return new Project(root, "none", List.of(module("lib", List.of()), module("kt", List.of("lib")), module("app", List.of("kt")), module("other", List.of())), List.of(), List.of());
    }

    private Module module(String name, List<String> dependencies) {
        Path home = root.resolve(name);
        List<ClasspathEntry> classpath = dependencies.stream().map(it -> (ClasspathEntry) new ModuleOutput(new ModuleId("g:" + it), Part.MAIN)).toList();
        return new Module(new ModuleId("g:" + name), name, "jar", home, List.of(), List.of(home.resolve("src/main/kotlin")), List.of(home.resolve("src/test/kotlin")),
                List.of(new ResourceRoot(home.resolve("res"), "", true, List.of(), List.of(), List.of())), List.of(), home.resolve("none"), home.resolve("none"),
                name.equals("kt") ? List.of(root.resolve("config/kotlin.yml"), root.resolve("config/absent.yml")) : List.of(), classpath, classpath, List.of(), JAVA, JAVA, home, List.of(), Set.of(Language.KOTLIN), "pom",
                List.of());
    }

    private SourceSnapshot snapshot() {
        List<SourceFile> files = new ArrayList<>();
        try (var walk = Files.walk(root)) {
            for (Path file : (Iterable<Path>) walk.filter(it -> Language.of(it.toString()).isPresent())::iterator) {
                Path inModule = root.relativize(file);
                SourcePath path = new SourcePath(file);
                files.add(new SourceFile(path, new ModuleId("g:" + inModule.getName(0)), inModule.getName(2).toString().equals("main") ? Scope.MAIN : Scope.TEST,
                        root.resolve(inModule.subpath(0, 4)), ContentHash.of(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SourceSnapshot.of(files, Map.of());
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        // What is written in the same tick of the file system's clock in which Maven starts it may not have seen.
        Path later = directory.resolve("later");
        do {
            Files.writeString(later, "");
        } while (FileStamp.of(file).isNotBefore(FileStamp.of(later)));
    }
}
