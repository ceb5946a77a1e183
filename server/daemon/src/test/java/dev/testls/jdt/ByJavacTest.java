package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.model.JavacRequest;
import dev.testls.model.JavacResult;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import dev.testls.pool.JavacWorkers;
import dev.testls.project.JavaSettings;
import dev.testls.project.JavaSettings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the second output is what a javac of everything would have left, and no more is compiled for it than has to be. */
class ByJavacTest {
    @TempDir static Path logs;
    @TempDir Path root;
    @TempDir Path state;
    @TempDir Path expected;

    private static JavacWorkers javac;
    private final List<String> asked = new ArrayList<>();
    private boolean unreachable;
    private String refuses = "";

    private CompilerWorkspace workspace;

    @BeforeAll
    static void startJavac() {
        javac = CompilerWorkspace.javac(logs);
    }

    @AfterAll
    static void endJavac() {
        javac.close();
    }

    @BeforeEach
    void write() {
        workspace = new CompilerWorkspace(root, state, List.of("core", "app"), this::compile);
        workspace.write("core/src/main/java/a/Color.java", """
                package a;
                public enum Color { RED, GREEN { @Override public String toString() { return "green"; } } }
                """);
        workspace.write("core/src/main/java/a/Names.java", """
                package a;
                import java.util.function.Supplier;
                public class Names {
                    public static Supplier<String> of(Color color) { return () -> name(color); }
                    private static String name(Color color) {
                        switch (color) { case RED: return "r"; default: return "?"; }
                    }
                }
                """);
        workspace.write("app/src/main/java/b/User.java", """
                package b;
                public class User extends a.Names implements java.io.Serializable {
                    String use() { return of(a.Color.RED).get() + new Object() { }; }
                }
                """);
        workspace.write("core/src/main/resources/a/names.txt", "names");
    }

    private JavacResult compile(Cancel cancel, JavacRequest request) throws IOException {
        if (unreachable) throw new IOException("no javac here");
        request.sources().keySet().forEach(it -> asked.add(it.value().getFileName().toString()));
        Optional<SourcePath> refused = request.sources().keySet().stream().filter(it -> it.value().endsWith(refuses)).findFirst();
        if (refused.isPresent() && !refuses.isEmpty()) {
            Problem error = new Problem(Problem.Severity.ERROR, refused, 3, 1, 1, "it is refused", "");
            return new JavacResult(false, List.of(error), List.of());
        }
        return javac.compile(cancel, request);
    }

    /** What was asked of javac for it, in order. */
    private List<String> update() throws JavacRefuses {
        workspace.compile();
        asked.clear();
        workspace.compileByJavac(Cancel.never());
        return List.copyOf(asked);
    }

    private Map<String, byte[]> made(String module) {
        return read(ByJavac.output(workspace.output(module)));
    }

    private static Map<String, byte[]> read(Path directory) {
        Map<String, byte[]> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) all.put(directory.relativize(file).toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** A javac of all that is there. */
    private void assertAsCompiledAtOnce() throws IOException {
        Path core = expected.resolve("core");
        Path app = expected.resolve("app");
        compileAtOnce("core", core, "");
        compileAtOnce("app", app, core.toString());
        assertThat(made("core")).containsOnlyKeys(read(core).keySet()).containsAllEntriesOf(read(core));
        assertThat(made("app")).containsOnlyKeys(read(app).keySet()).containsAllEntriesOf(read(app));
    }

    private void compileAtOnce(String module, Path output, String classpath) throws IOException {
        if (Files.exists(output)) deleteTree(output);
        Files.createDirectories(output);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of("-d", output.toString(), "-cp", classpath, "--release", "17", "-g", "-proc:none"));
        List<String> sources;
        try (Stream<Path> files = Files.walk(root.resolve(module))) {
            sources = files.filter(it -> it.toString().endsWith(".java")).map(Path::toString).sorted().toList();
        }
        arguments.addAll(sources);
        assertThat(sources.isEmpty() ? 0 : compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
        Path resource = root.resolve(module).resolve("src/main/resources/a/names.txt");
        if (Files.exists(resource)) {
            Files.createDirectories(output.resolve("a"));
            Files.copy(resource, output.resolve("a/names.txt"));
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        for (String each : read(directory).keySet()) Files.delete(directory.resolve(each));
    }

    @Test
    void aPartForALaterReleaseStandsApartAndTheRestIsOfItsOwnRelease() throws Exception {
        JavaSettings base = CompilerWorkspace.settings("8", List.of());
        JavaSettings later = CompilerWorkspace.settings("11", List.of());
        workspace.use("core", new JavaSettings("11", "", "", "UTF-8", List.of(), List.of(), List.of(), "none", List.of(), List.of(), false, "",
                List.of(new Part(List.of(root.resolve("core/src/main/java/a")), "", base),
                        new Part(List.of(root.resolve("core/src/main/java/later")), "META-INF/versions/11", later))));
        workspace.write("core/src/main/java/later/Strip.java", """
                package later;
                public class Strip { public static String of(String text) { return a.Color.RED + text.strip(); } static class Inner { } }
                """);
        assertThat(update()).containsExactlyInAnyOrder("Color.java", "Names.java", "Strip.java", "User.java");
        Map<String, byte[]> made = made("core");
        assertThat(made.keySet()).containsExactly("META-INF/versions/11/later/Strip$Inner.class", "META-INF/versions/11/later/Strip.class",
                "a/Color$1.class", "a/Color.class", "a/Names$1.class", "a/Names.class", "a/names.txt");
        assertThat(release(made.get("a/Names.class"))).isEqualTo(8);
        assertThat(release(made.get("META-INF/versions/11/later/Strip.class"))).isEqualTo(11);

        workspace.write("core/src/main/java/later/Strip.java", "package later; public class Strip { }");
        assertThat(update()).containsExactly("Strip.java");
        assertThat(made("core")).containsKey("META-INF/versions/11/later/Strip.class").doesNotContainKey("META-INF/versions/11/later/Strip$Inner.class");

        workspace.write("core/src/main/java/a/Names.java", "package a; public class Names { String name = \" \".strip(); }");
        assertThatThrownBy(this::update).isInstanceOf(JavacRefuses.class).hasMessageContaining("strip");
    }

    private static int release(byte[] classFile) {
        return classFile[7] - 44;
    }

    @Test
    void itIsWhatJavacMakesAndNotWhatEcjDoes() throws IOException, JavacRefuses {
        assertThat(update()).containsExactly("Color.java", "Names.java", "User.java");
        assertAsCompiledAtOnce();
        assertThat(read(workspace.output("core")).get("a/Color.class")).isNotEqualTo(made("core").get("a/Color.class"));
    }

    @Test
    void onlyWhatAnEditConcernsIsCompiledAgain() throws IOException, JavacRefuses {
        update();
        assertThat(update()).isEmpty();
        workspace.write("core/src/main/java/a/Names.java", workspace.read("core/src/main/java/a/Names.java").replace("\"r\"", "\"red\""));
        assertThat(update()).containsExactly("Names.java");
        workspace.write("core/src/main/java/a/Names.java", workspace.read("core/src/main/java/a/Names.java").replace("Supplier<String> of", "Supplier<? extends CharSequence> of"));
        assertThat(update()).contains("Names.java");
        workspace.delete("app/src/main/java/b/User.java");
        assertThat(update()).isEmpty();
        assertAsCompiledAtOnce();
    }

    @Test
    void resourcesAreThereAndFollow() throws IOException, JavacRefuses {
        update();
        workspace.write("core/src/main/resources/a/names.txt", "other names");
        update();
        assertAsCompiledAtOnce();
        Files.delete(workspace.output("core").resolve("a/names.txt"));
        workspace.delete("core/src/main/resources/a/names.txt");
        update();
        assertAsCompiledAtOnce();
    }

    @Test
    void itIsKeptFromLifeToLifeAndMendedWhereItIsDamaged() throws IOException, JavacRefuses {
        update();
        workspace.restart();
        assertThat(update()).isEmpty();
        Files.writeString(ByJavac.output(workspace.output("core")).resolve("a/Names.class"), "damaged");
        assertThat(update()).containsExactly("Names.java");
        assertAsCompiledAtOnce();
    }

    @Test
    void whatDoesNotCompileIsNotThereAndTheRestIs() throws IOException, JavacRefuses {
        workspace.write("core/src/main/java/a/Broken.java", "package a;\npublic class Broken extends Nothing { public static int three() { return 3; } }\n");
        workspace.write("core/src/main/java/a/NeedsBroken.java", "package a;\nclass NeedsBroken { int three() { return Broken.three(); } }\n");
        update();
        assertThat(made("core")).containsKeys("a/Names.class", "a/NeedsBroken.class").doesNotContainKey("a/Broken.class");
        workspace.delete("core/src/main/java/a/Broken.java");
        workspace.delete("core/src/main/java/a/NeedsBroken.java");
        update();
        assertAsCompiledAtOnce();
    }

    @Test
    void whereThereIsNoJavacEcjsServeUntilThereIsOne() throws IOException, JavacRefuses {
        unreachable = true;
        update();
        assertThat(made("core").get("a/Color.class")).isEqualTo(read(workspace.output("core")).get("a/Color.class"));
        unreachable = false;
        assertThat(update()).containsExactly("Color.java", "Names.java", "User.java");
        assertAsCompiledAtOnce();
    }

    /** ECJ takes a type for inferred that javac does not. */
    @Test
    void whatJavacRefusesIsAnErrorFromThenOn() throws IOException, JavacRefuses {
        refuses = "Names.java";
        assertThat(workspace.compile().problems()).isEmpty();
        assertThatThrownBy(() -> workspace.compileByJavac(Cancel.never())).isInstanceOf(JavacRefuses.class)
                .hasMessage(root.resolve("core/src/main/java/a/Names.java") + ":3 does not compile with javac: it is refused");
        assertThat(workspace.compile().problems()).singleElement().satisfies(it -> assertThat(it.message()).isEqualTo("it is refused"));
        assertThat(workspace.compile().unrunnable().values()).anySatisfy(it -> assertThat(it).containsKey("a.Names"));
        refuses = "";
        workspace.write("core/src/main/java/a/Names.java", workspace.read("core/src/main/java/a/Names.java") + "\n");
        assertThat(workspace.compile().problems()).isEmpty();
        update();
        assertAsCompiledAtOnce();
    }

    @Test
    void whoIsCancelledLosesNothing() throws IOException, JavacRefuses {
        workspace.compile();
        Cancel cancelled = new Cancel();
        cancelled.request();
        assertThatThrownBy(() -> workspace.compileByJavac(cancelled)).isInstanceOf(CancellationException.class);
        update();
        assertAsCompiledAtOnce();
    }
}
