package dev.testls.classfiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A difference in the source, and the kinds of facts in which it shows. */
class ClassFilesTest {
    private static final String SOURCE = """
            import java.util.function.Supplier;
            class A {
                enum E { ONE, TWO }
                @Deprecated int field = 1;
                Supplier<String> one(E e) { return () -> e.name(); }
                void two(String text) throws java.io.IOException { text.trim(); }
            }
            """;

    @TempDir Path directory;

    @Test
    void equalOnesDoNotDiffer() throws IOException {
        assertThat(kinds("", "")).isEmpty();
    }

    @Test
    void eachKindOfDifferenceIsSeen() throws IOException {
        assertThat(kinds("int field", "long field")).containsKeys("fields", "serial version");
        assertThat(kinds("@Deprecated ", "")).containsKeys("fields");
        assertThat(kinds("one(E e)", "uno(E e)")).containsKeys("methods", "order of methods", "bodies of lambdas");
        assertThat(kinds("Supplier<String>", "Supplier<? extends String>")).containsKeys("methods");
        assertThat(kinds("String text", "String words").keySet()).containsExactlyInAnyOrder("parameters' names");
        assertThat(kinds("throws java.io.IOException", "")).containsKeys("methods");
        assertThat(kinds("{ text.trim(); }", "{\ntext.trim(); }").keySet()).containsExactly("lines");
        assertThat(kinds("ONE, TWO", "ONE, TWO { }")).containsKeys("javac has none", "nest");
        assertThat(kinds("class A {", "class A extends Thread {")).containsKeys("supertypes");
    }

    private Map<String, Integer> kinds(String text, String other) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        ClassFiles.differences(compiled(SOURCE), compiled(SOURCE.replace(text, other)), counts);
        return counts;
    }

    private Map<String, VisibleClass> compiled(String source) throws IOException {
        Path place = Files.createTempDirectory(directory, "compiled");
        Path file = Files.writeString(place.resolve("A.java"), source.replace("text.trim", source.contains("String words") ? "words.trim" : "text.trim"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-g", "-d", place.toString(), file.toString())).isZero();
        Map<String, VisibleClass> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path each : files.filter(it -> it.toString().endsWith(".class")).toList()) {
                VisibleClass read = VisibleClass.of(Files.readAllBytes(each));
                classes.put(read.name(), read);
            }
        }
        return classes;
    }
}
