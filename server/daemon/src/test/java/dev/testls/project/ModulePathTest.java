package dev.testls.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.project.ModulePath.Also;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entries of a class path Maven's plugins put on the module path. */
class ModulePathTest {
    private static final int RELEASE = 17;

    @TempDir Path directory;

    @Test
    void whatTheModuleReachesIsOnIt() throws IOException {
        Path app = module("app", "module app { requires lib; requires static once; }");
        Path lib = module("lib", "module lib { requires static never; requires static transitive still; }");
        Path once = module("once", "module once { }");
        Path never = module("never", "module never { }");
        Path still = module("still", "module still { }");
        Path other = module("other", "module other { }");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<Path> classpath = List.of(classes, never, app, other, lib, once, still, directory.resolve("missing.jar"));

        assertThat(split(app, classpath)).isEqualTo(new ModulePath(
                List.of(app, lib, once, still), List.of(classes, never, other, directory.resolve("missing.jar"))));
        assertThat(split(app, classpath, Also.STATIC).modules()).containsExactly(never, app, lib, once, still);
    }

    @Test
    void whatProvidesAUsedServiceIsReachedWhereTheBuildLooksForIt() throws IOException {
        Path app = module("app", "module app { uses java.lang.Runnable; }");
        Path provider = module("provider", "module provider { requires more; provides java.lang.Runnable with p.P; }");
        Path more = module("more", "module more { }");

        assertThat(split(app, List.of(app, provider, more)).modules()).containsExactly(app);
        assertThat(split(app, List.of(app, provider, more), Also.PROVIDERS).modules()).containsExactly(app, provider, more);
    }

    @Test
    void ofTwoWithOneNameTheFirstCounts() throws IOException {
        Path app = module("app", "module app { requires lib; }");
        Path first = jar("lib-1.jar", "", List.of());
        Path second = jar("lib-2.jar", "", List.of());

        assertThat(split(app, List.of(app, first, second))).isEqualTo(new ModulePath(List.of(app, first), List.of()));
    }

    @Test
    void jarsWithoutADescriptorAreNamedByTheirManifestOrFile() throws IOException {
        assertThat(name(jar("a.jar", "Automatic-Module-Name: given.name", List.of()))).isEqualTo("given.name");
        assertThat(name(jar("hamcrest-core-1.3.jar", "", List.of()))).isEqualTo("hamcrest.core");
        assertThat(name(jar("__a--b_c-2.0-SNAPSHOT.jar", "", List.of()))).isEqualTo("a.b.c");
        assertThat(ModulePath.descriptor(jar("class-1.jar", "", List.of()), RELEASE)).isEmpty();
    }

    @Test
    void theJdkDecidesWhichDescriptorOfAJarCounts() throws IOException {
        byte[] later = Files.readAllBytes(module("later", "module later { }").resolve("module-info.class"));
        // Of a Java that nobody has yet.
        later[7] = 99;
        Path jar = jar("multi-1.jar", "Multi-Release: true", List.of(later), "META-INF/versions/21/module-info.class");

        assertThat(ModulePath.descriptor(jar, 17).map(ModuleDescriptor::name)).hasValue("multi");
        assertThat(ModulePath.descriptor(jar, 25).map(ModuleDescriptor::name)).hasValue("later");
    }

    private static ModulePath split(Path root, List<Path> classpath, Also... also) {
        EnumSet<Also> all = EnumSet.noneOf(Also.class);
        all.addAll(List.of(also));
        return ModulePath.of(ModulePath.descriptor(root, RELEASE).orElseThrow(), classpath, RELEASE, all);
    }

    private static String name(Path entry) {
        return ModulePath.descriptor(entry, RELEASE).orElseThrow().name();
    }

    /** A directory with nothing but a descriptor, and what that has to name. */
    private Path module(String name, String text) throws IOException {
        Path source = directory.resolve("src-" + name);
        Path output = directory.resolve(name);
        Files.createDirectories(source.resolve("p"));
        Files.writeString(source.resolve("module-info.java"), text);
        Files.writeString(source.resolve("p/P.java"), "package p; public class P implements Runnable { public void run() {} }");
        String required = text.replaceAll("(?s)requires ((static|transitive) )*", "requires ");
        for (String other : List.of("lib", "once", "never", "still", "more")) {
            if (required.contains("requires " + other + ";") && !Files.exists(directory.resolve(other))) module(other, "module " + other + " { }");
        }
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", output.toString(), "--module-path", directory.toString(),
                source.resolve("module-info.java").toString(), source.resolve("p/P.java").toString());
        assertThat(exit).isZero();
        return output;
    }

    private Path jar(String name, String manifestLine, List<byte[]> contents, String... names) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!manifestLine.isEmpty()) manifest.getMainAttributes().putValue(manifestLine.split(": ")[0], manifestLine.split(": ")[1]);
        Path file = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (int i = 0; i < names.length; i++) {
                out.putNextEntry(new JarEntry(names[i]));
                out.write(contents.get(i));
            }
        }
        return file;
    }
}
