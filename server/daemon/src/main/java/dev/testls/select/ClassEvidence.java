package dev.testls.select;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The evidence of one test class: for each of its tests, facts by their numbers in the {@link EvidenceIndex}.
 *
 * @param tests by {@code class#method}, in this order
 */
record ClassEvidence(Map<String, OfTest> tests) {
    ClassEvidence {
        // Looked up far more often than changed.
        tests = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(tests)));
    }

    /**
     * The facts of one test.
     *
     * @param own facts of the test alone, ascending
     * @param shared facts of its class at the time when the test ran, ascending; one array for all that ran then
     * @param world the fact of all code that there was
     * @param proof what is known of the outcome that the test had then
     */
    record OfTest(int[] own, int[] shared, int world, Proof proof) {
        OfTest with(Proof other) {
            return new OfTest(own, shared, world, other);
        }
    }

    /** The name that stands for all tests of a class of which only its engine knows any. */
    static String whole(String className) {
        return className + "#";
    }

    /** With these tests' evidence in place of what was known of them. */
    ClassEvidence with(Map<String, OfTest> newer) {
        Map<String, OfTest> all = new HashMap<>(tests);
        all.putAll(newer);
        return new ClassEvidence(all);
    }

    /** As a row of small numbers. */
    byte[] toBytes() {
        Varints out = new Varints();
        Map<int[], Integer> numbers = new IdentityHashMap<>();
        List<int[]> arrays = new ArrayList<>();
        for (OfTest it : tests.values()) {
            if (numbers.putIfAbsent(it.shared, arrays.size()) == null) arrays.add(it.shared);
        }
        out.add(arrays.size());
        arrays.forEach(out::addAscending);
        out.add(tests.size());
        tests.forEach((name, it) -> {
            out.add(name);
            out.addAscending(it.own);
            out.add(numbers.get(it.shared));
            out.add(it.world);
            out.add(it.proof.ordinal());
        });
        return out.toBytes();
    }

    /** @throws RuntimeException when these are no such bytes */
    static ClassEvidence of(byte[] bytes) {
        Varints.Reader in = new Varints.Reader(bytes);
        List<int[]> arrays = new ArrayList<>();
        int count = in.next();
        for (int i = 0; i < count; i++) arrays.add(in.nextAscending());
        Map<String, OfTest> tests = new HashMap<>();
        int size = in.next();
        for (int i = 0; i < size; i++) {
            String name = in.nextText();
            int[] own = in.nextAscending();
            tests.put(name, new OfTest(own, arrays.get(in.next()), in.next(), Proof.values()[in.next()]));
        }
        return new ClassEvidence(tests);
    }
}
