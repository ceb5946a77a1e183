package dev.testls.jdt;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An annotation as it is written. The values of those that no rule asks about are left out: the arguments of
 * parameterized tests are many.
 *
 * @param type the type's name as written; a binary name in a class file
 */
record AnnotationFacts(String type, Map<String, Value> values) {
    /** Simple names; an annotation's last name segment can not be changed by an import. */
    private static final Set<String> WITH_VALUES = Set.of(
            "Category", "Disabled", "DisplayName", "DisplayNameGeneration", "Factory", "FeatureMetadata", "Ignore",
            "IndicativeSentencesGeneration", "Retention", "RunWith", "SentenceFragment", "Tag", "Tags", "Test");

    /** What only compilers and readers care for, and stands everywhere. */
    private static final Set<String> IRRELEVANT = Set.of("Override", "SuppressWarnings", "Deprecated", "SafeVarargs",
            "FunctionalInterface", "Nullable", "NonNull", "Generated", "Target", "Documented");

    AnnotationFacts {
        values = Map.copyOf(values);
    }

    static boolean keepsValues(String type) {
        return WITH_VALUES.contains(simpleName(type));
    }

    static boolean isRelevant(String type) {
        return !IRRELEVANT.contains(simpleName(type));
    }

    @Nullable Value value(String name) {
        return values.get(name);
    }

    private static String simpleName(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }
}
