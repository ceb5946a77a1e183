package dev.testls.jdt;

import dev.testls.jdt.Type.Use;
import java.util.List;
import java.util.Optional;

/**
 * JUnit Jupiter's display names, as far as source tells them: those that are written, and what the generators of
 * Jupiter itself make. The names of a user's own generator are not known; Jupiter's standard ones stand in for them.
 */
final class DisplayNames {
    private static final String API = "org.junit.jupiter.api.";
    private static final String GENERATOR = API + "DisplayNameGenerator$";
    private static final String STANDARD = GENERATOR + "Standard";
    private static final String SIMPLE = GENERATOR + "Simple";
    private static final String REPLACE_UNDERSCORES = GENERATOR + "ReplaceUnderscores";
    private static final String INDICATIVE_SENTENCES = GENERATOR + "IndicativeSentences";
    private static final String DISPLAY_NAME = API + "DisplayName";
    private static final String GENERATION = API + "DisplayNameGeneration";
    private static final String SENTENCES_GENERATION = API + "IndicativeSentencesGeneration";
    private static final String FRAGMENT = INDICATIVE_SENTENCES + "$SentenceFragment";

    private final String defaultGenerator;

    /** @param defaultGenerator the class name of the generator where no annotation tells one; empty for the standard */
    DisplayNames(String defaultGenerator) {
        this.defaultGenerator = defaultGenerator.isEmpty() ? STANDARD : defaultGenerator;
    }

    String ofClass(Type type) {
        return written(Annotations.find(type, DISPLAY_NAME)).orElseGet(() -> {
            String generator = generator(type, List.of());
            if (!generator.equals(INDICATIVE_SENTENCES)) return classBy(generator, type);
            return fragment(Annotations.find(type, FRAGMENT))
                    .orElseGet(() -> classBy(partGenerator(type, List.of()), type));
        });
    }

    /** @param outer the test classes around it, outermost first */
    String ofNested(Type type, List<Type> outer) {
        return written(Annotations.find(type, DISPLAY_NAME)).orElseGet(() -> {
            String generator = generator(type, outer);
            return generator.equals(INDICATIVE_SENTENCES) ? sentenceBeginning(type, outer) : nestedBy(generator, type);
        });
    }

    /** @param type the test class: the method may be inherited */
    String ofMethod(Methods.Found method, Type type, List<Type> outer) {
        return written(Annotations.find(method.owner(), method.facts(), DISPLAY_NAME)).orElseGet(() -> {
            String generator = generator(type, outer);
            if (!generator.equals(INDICATIVE_SENTENCES)) return methodBy(generator, method.facts());
            return sentenceBeginning(type, outer) + separator(type, outer)
                    + fragment(Annotations.find(method.owner(), method.facts(), FRAGMENT))
                            .orElseGet(() -> methodBy(partGenerator(type, outer), method.facts()));
        });
    }

    private String sentenceBeginning(Type type, List<Type> outer) {
        Optional<String> own = Annotations.find(type, DISPLAY_NAME).flatMap(use -> use.text("value")).map(String::strip)
                .or(() -> fragment(Annotations.find(type, FRAGMENT)));
        if (outer.isEmpty()) {
            if (own.isPresent()) return own.get();
            String generator = generator(type, outer);
            return classBy(generator.equals(INDICATIVE_SENTENCES) ? partGenerator(type, outer) : generator, type);
        }
        Type enclosing = outer.get(outer.size() - 1);
        List<Type> further = outer.subList(0, outer.size() - 1);
        boolean goesOn = annotated(enclosing, further, GENERATION).flatMap(DisplayNames::generatorClass)
                .filter(INDICATIVE_SENTENCES::equals).isPresent();
        String prefix = goesOn ? sentenceBeginning(enclosing, further) + separator(type, outer) : "";
        return prefix + own.orElseGet(() -> nestedBy(partGenerator(type, outer), type));
    }

    private String separator(Type type, List<Type> outer) {
        return annotated(type, outer, SENTENCES_GENERATION).flatMap(use -> use.text("separator")).orElse(", ");
    }

    /** What makes the parts of a sentence. */
    private String partGenerator(Type type, List<Type> outer) {
        return annotated(type, outer, SENTENCES_GENERATION)
                .flatMap(use -> use.types("generator").stream().map(generator -> generator.name).findFirst())
                .filter(generator -> !generator.equals(INDICATIVE_SENTENCES)).orElse(STANDARD);
    }

    private String generator(Type type, List<Type> outer) {
        return annotated(type, outer, GENERATION).flatMap(DisplayNames::generatorClass).orElse(defaultGenerator);
    }

    private static Optional<String> generatorClass(Use generation) {
        return generation.types("value").stream().map(type -> type.name).findFirst();
    }

    /** The annotation on the class or else on the nearest of those around it. */
    private static Optional<Use> annotated(Type type, List<Type> outer, String annotation) {
        Optional<Use> found = Annotations.find(type, annotation);
        for (int i = outer.size() - 1; found.isEmpty() && i >= 0; i--) {
            found = Annotations.find(outer.get(i), annotation);
        }
        return found;
    }

    private static Optional<String> written(Optional<Use> displayName) {
        return displayName.flatMap(use -> use.text("value")).filter(name -> !name.isBlank()).map(String::strip);
    }

    private static Optional<String> fragment(Optional<Use> fragment) {
        return written(fragment);
    }

    private static String classBy(String generator, Type type) {
        String name = type.name.substring(type.name.lastIndexOf('.') + 1);
        return generator.equals(REPLACE_UNDERSCORES) ? name.replace('_', ' ') : name;
    }

    private static String nestedBy(String generator, Type type) {
        return generator.equals(REPLACE_UNDERSCORES) ? type.simpleName().replace('_', ' ') : type.simpleName();
    }

    private static String methodBy(String generator, MethodFacts method) {
        String parameters = "(" + String.join(", ", method.parameterTypes()) + ")";
        if (!generator.equals(SIMPLE) && !generator.equals(REPLACE_UNDERSCORES)) return method.name() + parameters;
        String simple = method.parameterTypes().isEmpty() ? method.name() : method.name() + " " + parameters;
        return generator.equals(REPLACE_UNDERSCORES) ? simple.replace('_', ' ') : simple;
    }
}
