package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.project.JavaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * A directory with an annotation {@code p.Counted} and a processor that makes a class {@code FooCount} beside an
 * annotated {@code Foo}, with the number of its members.
 *
 * @param supported what the processor says that it looks for
 */
record CompilerProcessor(String supported, Path directory) {
    private static final String ANNOTATION = "package p; public @interface Counted { }";
    private static final String PROCESSOR = """
            package p;
            import java.io.Writer;
            import java.util.Set;
            import javax.annotation.processing.*;
            import javax.lang.model.SourceVersion;
            import javax.lang.model.element.*;
            @SupportedAnnotationTypes("SUPPORTED")
            public class CountedProcessor extends AbstractProcessor {
                @Override public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }
                @Override public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
                    System.out.println("a processor that prints");
                    for (Element element : round.getElementsAnnotatedWith(Counted.class)) {
                        String name = element + "Count";
                        try (Writer out = processingEnv.getFiler().createSourceFile(name, element).openWriter()) {
                            out.write("package a; class " + element.getSimpleName() + "Count { static final int MEMBERS = "
                                    + element.getEnclosedElements().size() + "; }");
                        } catch (java.io.IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return false;
                }
            }
            """;

    /** Compiles the processor, and has the workspace use it. */
    void addTo(CompilerWorkspace workspace) {
        try {
            Files.createDirectories(directory.resolve("p"));
            Path annotation = Files.writeString(directory.resolve("p/Counted.java"), ANNOTATION);
            Path processor = Files.writeString(
                    directory.resolve("p/CountedProcessor.java"), PROCESSOR.replace("SUPPORTED", supported));
            int result = ToolProvider.getSystemJavaCompiler().run(
                    null, null, null, "-proc:none", "-d", directory.toString(), annotation.toString(),
                    processor.toString());
            assertThat(result).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        workspace.add(directory);
        workspace.use(new JavaSettings(
                "17", "", "", "UTF-8", List.of(), List.of(), List.of("p.CountedProcessor"), "", List.of(), List.of()));
    }
}
