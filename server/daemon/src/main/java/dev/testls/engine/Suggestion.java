package dev.testls.engine;

import dev.testls.model.TestClass;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The test class whose name is nearest to one that does not exist. */
final class Suggestion {
    private static final int MOST_TYPOS = 3;
    /** {@code FooTest} is not meant where {@code BarTest} is typed. */
    private static final int LETTERS_PER_TYPO = 3;
    private static final int MOST_NAMED = 20;

    private Suggestion() {}

    static Optional<String> of(String typed, List<TestClass> classes) {
        String name = typed.contains("#") ? typed.substring(0, typed.indexOf('#')) : typed;
        String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
        return classes.stream().map(TestClass::simpleName).distinct()
                .filter(it -> distance(simple, it) <= Math.min(MOST_TYPOS, simple.length() / LETTERS_PER_TYPO))
                .min(Comparator.comparingInt(it -> distance(simple, it)));
    }

    /** The first names, and how many more there are. */
    static String some(List<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMED ? first : first + " and " + (names.size() - MOST_NAMED) + " more";
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
