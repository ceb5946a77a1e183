package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.CacheFile;
import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.base.LibraryContents;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import dev.testls.model.SourceFile;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.model.TestTree;
import dev.testls.project.BuiltModules;
import dev.testls.project.BuiltSide;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution.Provider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Modules of which the build's own compilers made the classes: module {@code kt}, on which module {@code app} depends. Their
 * sources are Java in files of another language's name, and javac stands in for that language's compiler.
 */
class BuiltModulesTest {
    private static final ModuleId KT = new ModuleId("kt");
    private static final String TEST = """
            package t;
            import org.junit.jupiter.api.*;

            class KTest extends Base {
              int field = 1;

              @Test
              void adds() {
                field++;
              }

              @Nested class In {
                @Test void deep() {
                  field--;
                }
              }
            }
            class Second {
              @Test void other() { }
            }
            """;
    private static final String BASE = """
            package t;
            abstract class Base {
              @org.junit.jupiter.api.Test
              void inherited() {
                new K().one();
              }
            }
            """;

    @TempDir Path root;
    private final Map<String, String> files = new TreeMap<>();
    private Compiler compiler;
    private Collector collector;

    @BeforeEach
    void prepare() {
        compiler = new Compiler((cancel, request) -> {
            throw new IOException("nobody needs javac");
        }, new LibraryContents(Clock.systemUTC()), Clock.systemUTC());
        collector = new Collector(root.resolve("index"));
        files.put("kt/src/main/kotlin/elsewhere/K.kt", "package t; public class K { public int one() { return 1; } }");
        files.put("kt/src/test/kotlin/t/KTest.kt", TEST);
        files.put("kt/src/test/kotlin/t/Base.kt", BASE);
    }

    @Test
    void theirTestsAreToldByTheirClasses() throws IOException {
        files.put("kt/src/test/java/t/JTest.java", "package t; class JTest extends Base { }");
        TestTree tree = collect(build());
        assertThat(TreePrinter.print(tree)).isEqualTo("""
                t.JTest
                  inherited() from Base.kt
                t.KTest
                  adds()
                  inherited() from Base.kt
                  t.KTest$In
                    deep()
                t.Second
                  other()
                """);
        assertThat(at(tree, "KTest.kt", 7, 8, 9, 12, 14, 5, 18, 19)).isEqualTo("""
                7 KTest#adds()
                8 KTest#adds()
                9 KTest#adds()
                12 KTest$In
                14 KTest$In#deep()
                5 KTest
                18 Second
                19 Second#other()
                """);
        assertThat(at(tree, "Base.kt", 3)).as("each class that inherits it").isEqualTo("3 JTest#inherited() KTest#inherited()\n");
    }

    @Test
    void anEditIsSeenWhenItIsCompiled() throws IOException {
        collect(build());
        files.put("kt/src/test/kotlin/t/KTest.kt", TEST.replace("adds()", "sums()"));
        assertThat(TreePrinter.print(collect(build()))).contains("sums()").doesNotContain("adds()");
        files.remove("kt/src/test/kotlin/t/KTest.kt");
        assertThat(TreePrinter.print(collect(build()))).isEmpty();
    }

    @Test
    void featuresOfSpockGoByTheirNames() throws IOException {
        files.put("kt/src/main/groovy/s/Specification.groovy", "package spock.lang; public class Specification { }");
        files.put("kt/src/main/groovy/s/FeatureMetadata.groovy", """
                package org.spockframework.runtime.model;
                import java.lang.annotation.*;
                @Retention(RetentionPolicy.RUNTIME) public @interface FeatureMetadata { String name(); int line(); String[] parameterNames() default {}; }
                """);
        files.put("kt/src/test/groovy/t/ASpec.groovy", """
                package t;
                class ASpec extends spock.lang.Specification {
                  @org.spockframework.runtime.model.FeatureMetadata(name = "one is one", line = 3)
                  public void $spock_feature_0_0() {
                  }
                  @org.spockframework.runtime.model.FeatureMetadata(name = "sum #a", line = 6, parameterNames = {"a"})
                  public void $spock_feature_0_1(Object a) {
                  }
                }
                """);
        TestTree tree = collect(build());
        assertThat(TreePrinter.print(tree)).startsWith("""
                t.ASpec OTHER
                  one is one()
                  sum #a(Object) PARAMETERIZED
                """);
        assertThat(at(tree, "ASpec.groovy", 5, 6)).isEqualTo("5 ASpec#one is one()\n6 ASpec#sum #a(Object)\n");
    }

    @Test
    void whatUsesThemIsCompiledAgainstThemAndFollowsTheirChanges() throws IOException {
        files.put("app/src/main/java/a/App.java", "package a; public class App { int two() { return new t.K().one() + 1; } }");
        BuiltModules built = build();
        assertThat(compile(built).problems()).isEmpty();
        assertThat(compile(built).compiledFiles()).as("nothing changed").isZero();

        files.put("kt/src/main/kotlin/elsewhere/K.kt", "package t; public class K { public int one() { return 7; } }");
        Compilation body = compile(build());
        assertThat(body.changed()).extracting(it -> it.className() + " " + it.kind()).containsExactly("t.K BODY");

        files.put("kt/src/main/kotlin/elsewhere/K.kt", "package t; public class K { public long one() { return 7; } }");
        Compilation structure = compile(build());
        assertThat(structure.problems()).extracting(Problem::message).singleElement().satisfies(it -> assertThat(it).contains("long"));
    }

    @Test
    void aSideThatDoesNotCompileRunsNothingNorDoesWhatUsesIt() throws IOException {
        files.put("app/src/main/java/a/App.java", "package a; public class App { int two() { return new t.K().one() + 1; } }");
        files.put("app/src/main/java/a/Free.java", "package a; public class Free { }");
        BuiltModules good = build();
        compile(good);
        Problem problem = new Problem(Problem.Severity.ERROR, Optional.of(path("kt/src/main/kotlin/elsewhere/K.kt")), 1, 2, 1, "no", "");
        BuiltModules broken = broken(good, problem);
        Compilation compilation = compile(broken);
        assertThat(compilation.problems()).containsExactly(problem);
        assertThat(compilation.unrunnable().get(KT)).containsOnlyKeys("t.K", "t.Base", "t.KTest", "t.Second").containsEntry("t.KTest", "kt does not compile: K.kt:1");
        assertThat(compilation.unrunnable().get(new ModuleId("app"))).containsOnlyKeys("a.App");
        assertThat(TreePrinter.print(collect(broken))).as("its tests are those that were last known").contains("t.KTest");

        assertThat(compile(good).unrunnable()).isEmpty();
    }

    @Test
    void whatWasNeverCompiledIsToldOnce() throws IOException {
        files.put("app/src/main/java/a/App.java", "package a; public class App { int two() { return new t.K().one() + 1; } }");
        build();
        BuiltSide none = new BuiltSide(root.resolve("none"), "none", "kt does not compile: K.kt:1", List.of());
        Compilation compilation = compile(new BuiltModules(Map.of(KT, new BuiltModules.Built(none, none))));
        assertThat(compilation.problems()).as("not those of what waits for it").isEmpty();
        assertThat(compilation.unrunnable().get(new ModuleId("app"))).containsEntry("a.App", "kt does not compile: K.kt:1");
    }

    private static BuiltModules broken(BuiltModules good, Problem problem) {
        BuiltModules.Built built = good.modules().get(KT);
        return new BuiltModules(Map.of(KT, new BuiltModules.Built(
                new BuiltSide(built.main().classes(), "broken", "kt does not compile: K.kt:1", List.of(problem)),
                new BuiltSide(built.test().classes(), "broken", "kt does not compile: K.kt:1", List.of()))));
    }

    private TestTree collect(BuiltModules built) {
        return collector.collect(Cancel.never(), project(), snapshot(), built).tree();
    }

    private Compilation compile(BuiltModules built) {
        return compiler.compile(Cancel.never(), project(), snapshot(), built, Set.of(KT, new ModuleId("app")), CompileListener.none());
    }

    /** The tests at lines as people count them. */
    private String at(TestTree tree, String file, int... lines) {
        SourcePath path = files.keySet().stream().filter(it -> it.endsWith("/" + file)).map(this::path).findFirst().orElseThrow();
        StringBuilder text = new StringBuilder();
        for (int line : lines) {
            text.append(line).append(' ').append(tree.at(path, line - 1).stream().map(it -> it.className().substring(2) + (it.method().isEmpty() ? "" : "#" + it.method()))
                    .sorted().collect(Collectors.joining(" "))).append('\n');
        }
        return text.toString();
    }

    /** Writes all files, and compiles those of module {@code kt}. */
    private BuiltModules build() throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.createDirectories(root.resolve(file.getKey()).getParent());
            Files.writeString(root.resolve(file.getKey()), file.getValue());
        }
        Path main = javac(Scope.MAIN, List.of());
        Path test = javac(Scope.TEST, List.of(main));
        return new BuiltModules(Map.of(KT, new BuiltModules.Built(new BuiltSide(main, files.toString(), "", List.of()), new BuiltSide(test, files.toString(), "", List.of()))));
    }

    private Path javac(Scope scope, List<Path> before) throws IOException {
        Path output = root.resolve("built").resolve(scope.name());
        CacheFile.delete(output);
        Files.createDirectories(output);
        String classpath = before.stream().map(Path::toString).collect(Collectors.joining(":")) + ":" + System.getProperty("java.class.path");
        List<JavaFileObject> sources = new ArrayList<>();
        files.forEach((name, text) -> {
            if (name.startsWith("kt/src/" + scope.name().toLowerCase(Locale.ROOT))) sources.add(new Source(root.resolve(name).toUri(), text));
        });
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        assertThat(sources.isEmpty() || javac.getTask(null, null, null, List.of("-g", "-proc:none", "-d", output.toString(), "-cp", classpath), null, sources).call()).isTrue();
        return output;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(URI uri, String text) {
            super(uri, Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return !simpleName.equals("package-info") && !simpleName.equals("module-info");
        }
    }

    private SourcePath path(String name) {
        return new SourcePath(root.resolve(name));
    }

    private Project project() {
        List<ClasspathEntry> ofApp = new ArrayList<>(List.of(new ClasspathEntry.ModuleOutput(KT, ClasspathEntry.Part.MAIN)));
        return Projects.of(root, module("kt", Projects.ownLibraries()), module("app", ofApp));
    }

    private Module module(String name, List<ClasspathEntry> classpath) {
        return Projects.module(name, root.resolve(name), classpath, Provider.JUNIT_PLATFORM, Map.of());
    }

    private SourceSnapshot snapshot() {
        List<SourceFile> all = new ArrayList<>();
        files.forEach((name, text) -> {
            assertThat(Language.of(name)).isPresent();
            Path parts = Path.of(name);
            Scope scope = parts.getName(2).toString().equals("main") ? Scope.MAIN : Scope.TEST;
            all.add(new SourceFile(path(name), new ModuleId(parts.getName(0).toString()), scope, root.resolve(parts.subpath(0, 4)), ContentHash.of(text)));
        });
        return SourceSnapshot.of(all, Map.of());
    }
}
