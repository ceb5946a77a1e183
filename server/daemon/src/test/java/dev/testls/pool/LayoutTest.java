package dev.testls.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.CacheFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars are loaded anew with the project, from real class files. */
class LayoutTest {
    @TempDir
    Path root;

    Path project;
    JarFacts facts;

    @BeforeEach
    void projectOfPackageA() throws IOException {
        project = root.resolve("project");
        Files.createDirectories(project);
        facts = new JarFacts(root.resolve("facts"));
        compile("a.Own", "package a; public class Own {}", project);
    }

    @Test
    void keepsAJarThatHasNothingToDoWithTheProject() throws IOException {
        Path other = jar("other.jar", "b.Other", "package b; public class Other { String text = \"a.Own\"; }");
        assertThat(layout(other)).isEqualTo(new Layout(List.of(project), List.of(other)));
    }

    @Test
    void reloadsAJarOfTheProjectsPackages() throws IOException {
        Path older = jar("older.jar", "a.Older", "package a; public class Older {}");
        assertThat(layout(older)).isEqualTo(new Layout(List.of(project, older), List.of()));
    }

    @Test
    void reloadsJarsThatBuildUponTheProjectAndThoseThatBuildUponThem() throws IOException {
        Path upon = jar("upon.jar", "b.Upon", "package b; public class Upon { int f(int x, a.Own own) { return x; } }");
        Path further = jar("further.jar", "c.Further", "package c; class Further { Object o = new b.Upon(); }");
        Path other = jar("other.jar", "d.Other", "package d; class Other {}");
        assertThat(layout(further, other, upon))
                .isEqualTo(new Layout(List.of(project, further, upon), List.of(other)));
    }

    /** A test class in a package of Spring's tore its jars apart: the core found neither the factories nor the settings of those above it. */
    @Test
    void reloadsWhatASplitJarIsBuiltUponOfItsFamily() throws IOException {
        Path core = jar("core.jar", "x.y.core.Core", "package x.y.core; public class Core {}");
        Path foreign = jar("foreign.jar", "x.z.Foreign", "package x.z; public class Foreign {}");
        Path unused = jar("unused.jar", "x.y.unused.Unused", "package x.y.unused; public class Unused {}");
        Path above = jar("above.jar", "x.y.above.Above", "package x.y.above; class Above { x.y.core.Core core; x.z.Foreign foreign; }");
        assertThat(Layout.of(List.of(project, core, foreign, unused, above), Set.of(project), Set.of("x.y.above"), Set.of(), facts::of))
                .isEqualTo(new Layout(List.of(project, core, above), List.of(foreign, unused)));
    }

    /** Micronaut found no bean of the project, and skipped each test; SLF4J did not find the project's provider. */
    @Test
    void reloadsAJarThatTheProjectProvidesServicesFor() throws IOException {
        Path core = jar("core.jar", "x.y.core.Core", "package x.y.core; public class Core {}");
        Path framework = jar("framework.jar", "x.y.spi.Service", "package x.y.spi; public class Service { x.y.core.Core core; }");
        Path upon = jar("upon.jar", "z.Upon", "package z; public class Upon { x.y.spi.Service it; }");
        Path other = jar("other.jar", "b.Other", "package b; class Other {}");
        for (String resource : List.of("META-INF/services/x.y.spi.Service", "META-INF/micronaut/x.y.spi.Service/a.Own")) {
            Path file = project.resolve(resource);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "a.Own");
            ProjectFiles.Content content = new ProjectFiles().content(List.of(project));
            assertThat(content.provided()).containsExactly("x.y.spi");
            assertThat(Layout.of(List.of(project, core, framework, upon, other), Set.of(project), content.packages(), content.provided(), facts::of))
                    .isEqualTo(new Layout(List.of(project, core, framework, upon), List.of(other)));
            Files.delete(file);
        }
        Files.writeString(project.resolve("META-INF/services/org.junit.jupiter.api.extension.Extension"), "a.Own");
        assertThat(new ProjectFiles().content(List.of(project)).provided()).isEmpty();
    }

    @Test
    void remembersJarsOnDiskAndNoticesThatTheyChanged() throws IOException {
        Path jar = jar("one.jar", "b.One", "package b; class One {}");
        assertThat(facts.of(jar).defined()).containsExactly("b");
        try (Stream<Path> files = Files.list(root.resolve("facts"))) {
            Path saved = files.findFirst().orElseThrow();
            CacheFile.write(saved, new String(CacheFile.read(saved).orElseThrow(), UTF_8).replace("\nb\n", "\nremembered\n").getBytes(UTF_8));
        }
        assertThat(new JarFacts(root.resolve("facts")).of(jar).defined()).containsExactly("remembered");
        jar("one.jar", "bb.LongerName", "package bb; class LongerName { String text = \"so that its size differs\"; }");
        assertThat(facts.of(jar).defined()).containsExactly("bb");
    }

    @Test
    void readsAJarAgainWhoseFactsAreDamaged() throws IOException {
        Path jar = jar("one.jar", "b.One", "package b; class One {}");
        facts.of(jar);
        try (Stream<Path> files = Files.list(root.resolve("facts"))) {
            Path saved = files.findFirst().orElseThrow();
            Files.writeString(saved, Files.readString(saved).replace("\nb\n", "\nc\n"));
        }
        assertThat(new JarFacts(root.resolve("facts")).of(jar).defined()).containsExactly("b");
    }

    @Test
    void aJarThatWasTouchedIsTheSameAndOneOfEqualSizeAndTimeIsNot() throws IOException {
        Path jar = jar("one.jar", "b.One", "package b; class One {}");
        Stamped before = facts.stamped(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
        assertThat(facts.stamped(jar)).isEqualTo(before);
        Files.write(jar, new String(Files.readAllBytes(jar), ISO_8859_1).replace("One.class", "Own.class").getBytes(ISO_8859_1));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
        assertThat(facts.stamped(jar)).isNotEqualTo(before);
    }

    @Test
    void aBrokenJarHoldsNothing() throws IOException {
        Path broken = Files.writeString(root.resolve("broken.jar"), "no jar");
        assertThat(facts.of(broken).defined()).isEmpty();
    }

    @Test
    void listsPackagesAndResourcesOfTheProject() throws IOException {
        ProjectFiles files = new ProjectFiles();
        Files.createDirectories(project.resolve("META-INF/services"));
        Path service = Files.writeString(project.resolve("META-INF/services/x"), "one");
        ProjectFiles.Content content = files.content(List.of(project));
        assertThat(content.packages()).containsExactly("a");
        assertThat(content.resources()).containsExactly(Stamped.of(service));
        compile("a.sub.More", "package a.sub; class More {}", project);
        Files.writeString(service, "longer");
        ProjectFiles.Content changed = files.content(List.of(project));
        assertThat(changed.packages()).containsExactlyInAnyOrder("a", "a.sub");
        assertThat(changed.resources()).containsExactly(Stamped.of(service)).isNotEqualTo(content.resources());
    }

    private Layout layout(Path... jars) {
        List<Path> classpath = Stream.concat(Stream.of(project), Stream.of(jars)).toList();
        return Layout.of(classpath, Set.of(project), Set.of("a"), Set.of(), facts::of);
    }

    private Path jar(String name, String className, String source) throws IOException {
        Path classes = root.resolve(name + ".classes");
        compile(className, source, classes);
        String entry = className.replace('.', '/') + ".class";
        Path jar = root.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(Files.readAllBytes(classes.resolve(entry)));
        }
        return jar;
    }

    /** Against everything that was compiled so far. */
    private void compile(String className, String source, Path output) throws IOException {
        Path file = root.resolve("sources").resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        Files.createDirectories(output);
        String classpath;
        try (Stream<Path> all = Files.list(root)) {
            classpath = String.join(File.pathSeparator, all.map(Path::toString).toList());
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", output.toString(),
                "-cp", classpath, file.toString());
        assertThat(code).isZero();
    }
}
