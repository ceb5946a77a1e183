package dev.testls.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between what must be and what is.
 *
 * @param unknown differences that nobody has explained; when there are any, the comparison has failed
 * @param known explained ones, each with its cause
 * @param elsewhere cases that agree in class, name and ending, and stand in another report file: up to 3.5.3 Surefire puts
 *     what comes after a nested class into that class's file
 * @param unused entries of the list that explained nothing this time: perhaps it is mended, and the line can go
 */
public record Comparison(List<String> unknown, List<String> known, int elsewhere, List<Known.Entry> unused) {
    public Comparison {
        unknown = List.copyOf(unknown);
        known = List.copyOf(known);
        unused = List.copyOf(unused);
    }

    public boolean agrees() {
        return unknown.isEmpty();
    }

    public static Comparison between(Reports expected, Reports actual, Known known) {
        List<String> unknownDifferences = new ArrayList<>();
        List<String> knownDifferences = new ArrayList<>();
        Set<Known.Entry> used = new LinkedHashSet<>();
        Map<TestCase, List<Ending>> expectedCases = underKnownNames(expected.endings(), known, used);
        Map<TestCase, List<Ending>> actualCases = underKnownNames(actual.endings(), known, used);
        Map<List<String>, List<Ending>> expectedAnywhere = anywhere(expectedCases);
        Map<List<String>, List<Ending>> actualAnywhere = anywhere(actualCases);
        int elsewhere = 0;
        for (TestCase testCase : union(expectedCases.keySet(), actualCases.keySet())) {
            Optional<String> difference = difference(
                    testCase,
                    expectedCases.getOrDefault(testCase, List.of()), actualCases.getOrDefault(testCase, List.of()));
            if (difference.isEmpty()) continue;
            if (expectedAnywhere.getOrDefault(anywhere(testCase), List.of()).equals(actualAnywhere.get(anywhere(testCase)))) {
                elsewhere++;
                continue;
            }
            Optional<Known.Entry> entry = known.entryFor(testCase).filter(it -> it.what() == Known.What.ANYTHING);
            entry.ifPresent(used::add);
            entry.ifPresentOrElse(
                    it -> knownDifferences.add(difference.get() + " because " + it.cause()),
                    () -> unknownDifferences.add(difference.get()));
        }
        actual.contradictory().forEach((suite, what) -> {
            if (!expected.contradictory().containsKey(suite)) unknownDifferences.add(suite + ": " + what);
        });
        return new Comparison(
                unknownDifferences, knownDifferences, elsewhere,
                known.entries().stream().filter(entry -> !used.contains(entry)).toList());
    }

    /** Cases whose names are known to vary stand together under the name of the entry that says so. */
    private static SortedMap<TestCase, List<Ending>> underKnownNames(
            Map<TestCase, List<Ending>> endings, Known known, Set<Known.Entry> used) {
        SortedMap<TestCase, List<Ending>> named = new TreeMap<>();
        endings.forEach((testCase, of) -> {
            Optional<Known.Entry> entry = known.entryFor(testCase).filter(it -> it.what() == Known.What.NAMES);
            entry.ifPresent(used::add);
            TestCase under = entry.map(it -> it.standsFor(testCase)).orElse(testCase);
            named.computeIfAbsent(under, key -> new ArrayList<>()).addAll(of);
        });
        named.values().forEach(of -> of.sort(null));
        return named;
    }

    private static List<String> anywhere(TestCase testCase) {
        return List.of(testCase.className(), testCase.name());
    }

    private static Map<List<String>, List<Ending>> anywhere(Map<TestCase, List<Ending>> cases) {
        Map<List<String>, List<Ending>> all = new HashMap<>();
        cases.forEach((testCase, endings) -> all.computeIfAbsent(anywhere(testCase), key -> new ArrayList<>()).addAll(endings));
        all.values().forEach(endings -> endings.sort(null));
        return all;
    }

    private static Set<TestCase> union(Set<TestCase> left, Set<TestCase> right) {
        Set<TestCase> all = new TreeSet<>(left);
        all.addAll(right);
        return all;
    }

    private static Optional<String> difference(TestCase testCase, List<Ending> expected, List<Ending> actual) {
        if (expected.equals(actual)) return Optional.empty();
        return Optional.of(testCase + ": expected " + words(expected) + " but was " + words(actual));
    }

    private static String words(List<Ending> endings) {
        return switch (endings.size()) {
            case 0 -> "no such test";
            case 1 -> endings.get(0).toString();
            default -> endings.toString();
        };
    }
}
