package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anonymous and local classes have javac's names. Each of them implements an interface of its own, by which it is known. */
class CompilerNumberingTest {
    private static final String SOURCE = """
            package n;
            public class Numbered {
                interface A {} interface B {} interface C {} interface D {} interface E {} interface F {} interface G {} interface H {} interface I {} interface J {} interface K {} interface L {}
                static class Given implements B { Given(Object it) {} Object then(Object it) { return it; } }
                Object method() { return new A() {}; }
                Object field = new B() {};
                static Object other() { if (false) { return new C() {}; } class Local implements D {} return new Local(); }
                static Object constant = new E() { Object inner = new F() {}; Object more() { return new G() {}; } };
                Object local() { class Local implements H {} return new Local(); }
                Object argument() { return new Given(new I() {}) {}.then(new J() {}); }
                Object lambda() { java.util.function.Supplier<Object> it = () -> new K() {}; return it.get(); }
                { Object block = new L() {}; }
                Numbered() { Object begun = new A() {}; }
                enum Kind { ONE { Object in = new B() {}; }, TWO(new C() {}) { }; Kind(Object... it) {} Object of() { return new D() {}; } Object after = new E() {}; }
                class Member { Object late() { return new F() { class Deep implements G { Object it = new H() {}; } Object deep = new Deep(); }; } Object early = new I() {}; }
                static Object plain(java.util.function.Supplier<Object> it, Object other) { return it.get(); }
                Object simple() { return plain(() -> new I() {}, new J() {}); }
                Object last = new K() {};
            }
            """;

    @TempDir Path root;
    @TempDir Path state;
    @TempDir Path javac;

    @Test
    void theyAreNumberedAsJavacDoes() throws Exception {
        try (CompilerWorkspace workspace = new CompilerWorkspace(root, state, List.of(""), null)) {
            workspace.write("src/main/java/n/Numbered.java", SOURCE);
            Compilation compilation = workspace.compile();
            assertThat(compilation.problems()).isEmpty();
            Path source = root.resolve("src/main/java/n/Numbered.java");
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", javac.toString(), source.toString())).isZero();
            assertThat(classes(compilation.outputs().values().iterator().next().mainClasses())).isEqualTo(classes(javac));
        }
    }

    /** By name, what each class is. */
    private static TreeMap<String, String> classes(Path directory) throws IOException, ClassNotFoundException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.map(it -> directory.relativize(it).toString()).filter(it -> it.endsWith(".class")).map(it -> it.replace(".class", "").replace('/', '.')).forEach(names::add);
        }
        TreeMap<String, String> classes = new TreeMap<>();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : names) {
                Class<?> type = Class.forName(name, false, loader);
                String method = type.getEnclosingMethod() == null ? "" : " in " + type.getEnclosingMethod().getName();
                classes.put(name, List.of(type.getInterfaces()) + " " + type.getSuperclass() + method);
            }
        }
        return classes;
    }
}
