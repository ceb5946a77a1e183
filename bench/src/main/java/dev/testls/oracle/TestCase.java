package dev.testls.oracle;

import java.util.Comparator;

/**
 * A test case by the names its report gives it. Several cases may share all three: two dynamic tests of one name do.
 *
 * @param suite the report it stands in: {@code a.FooTest} of {@code TEST-a.FooTest.xml}
 */
public record TestCase(String suite, String className, String name) implements Comparable<TestCase> {
    private static final Comparator<TestCase> ORDER =
            Comparator.comparing(TestCase::suite).thenComparing(TestCase::className).thenComparing(TestCase::name);

    @Override
    public int compareTo(TestCase other) {
        return ORDER.compare(this, other);
    }

    /** {@code a.FooTest#adds}; with the suite before it where that is another than the class. */
    @Override
    public String toString() {
        return (suite.equals(className) ? "" : suite + ": ") + className + "#" + name;
    }
}
