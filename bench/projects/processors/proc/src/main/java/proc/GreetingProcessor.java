package proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import words.Words;

/** Makes a class {@code FooGreeting} beside an annotated {@code Foo}. */
@SupportedAnnotationTypes("proc.Greeted")
public class GreetingProcessor extends AbstractProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element element : round.getElementsAnnotatedWith(Greeted.class)) {
            String name = element.getSimpleName() + "Greeting";
            String packageName = processingEnv.getElementUtils().getPackageOf(element).toString();
            try (Writer out = processingEnv.getFiler().createSourceFile(packageName + "." + name, element).openWriter()) {
                out.write("package " + packageName + "; public class " + name
                        + " { public static String text() { return \"" + Words.greeting() + "\"; } }");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }
}
