package dev.testls.run;

import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.TestClass;
import dev.testls.pool.WorkerSpec;
import dev.testls.select.Why;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a run is to do.
 *
 * @param notRun classes that were selected and cannot run, each with why
 * @param compileErrors how many errors the compilers reported
 * @param nothingSelected why there is no class; empty text when there is one
 */
public record Plan(
        RunId run, Revision revision, List<PlannedClass> classes, List<RunSummary.NotRun> notRun, int compileErrors,
        String nothingSelected) {
    public Plan {
        classes = List.copyOf(classes);
        notRun = List.copyOf(notRun);
    }

    /** The same, under another id. */
    public Plan as(RunId other) {
        return new Plan(other, revision, classes, notRun, compileErrors, nothingSelected);
    }

    /** The same, and more that cannot run. */
    public Plan without(List<RunSummary.NotRun> more) {
        if (more.isEmpty()) return this;
        return new Plan(run, revision, classes, Stream.concat(notRun.stream(), more.stream()).toList(), compileErrors, "");
    }

    /** The same, in other JVMs. */
    public Plan in(UnaryOperator<WorkerSpec> jvm) {
        return new Plan(run, revision, classes.stream().map(it -> it.in(jvm)).toList(), notRun, compileErrors, nothingSelected);
    }

    /** How a class uses the JVM that it runs in. A closed set. */
    public enum Manner {
        WORKS,
        /** Most of its time it spends waiting, and leaves a processor to others. */
        WAITS,
        /** Its JVM cannot be used again: it runs where few others do. */
        LEAVES_THREADS;

        /** Whether it runs in a lane beside those that keep the processors busy. */
        boolean isBeside() {
            return this != WORKS;
        }
    }

    /**
     * A class to run.
     *
     * @param tests each {@code class#method}; empty: all
     * @param asked the tests that were asked for before it was looked at what changed, as {@code tests}: with these a red
     *     outcome is confirmed, since tests of a class can build on each other
     * @param testCount as far as source tells
     * @param expected how long it should take; a guess where it never ran
     * @param manner what is known of how it runs
     * @param first whether it goes before classes that take longer
     * @param needsFresh why it must not run in a reused JVM; empty when it may
     */
    public record PlannedClass(
            Job job, TestClass testClass, List<String> tests, List<String> asked, int testCount, Duration expected, Manner manner, boolean first,
            Optional<String> needsFresh, Why why) {
        public PlannedClass {
            tests = List.copyOf(tests);
            asked = List.copyOf(asked);
        }

        public String name() {
            return testClass.name();
        }

        /** The tests that are to run, each {@code class#method}, as far as they are known. */
        public List<String> wanted() {
            return tests.isEmpty() ? testClass.tests() : tests;
        }

        private PlannedClass in(UnaryOperator<WorkerSpec> jvm) {
            return new PlannedClass(job.in(jvm.apply(job.spec())), testClass, tests, asked, testCount, expected, manner, first, needsFresh, why);
        }

        /** The same class, of which only these tests run. */
        PlannedClass only(List<String> chosen) {
            return new PlannedClass(job, testClass, chosen, chosen, chosen.isEmpty() ? testClass.testCount() : chosen.size(), expected, manner, first, needsFresh, why);
        }

        /** The same class, of which all runs that was asked for. */
        PlannedClass asAsked() {
            return asked.equals(tests) ? this : only(asked);
        }

        /** Whether a result of this class name came from this class or one nested in it. */
        boolean holds(String className) {
            return className.equals(name()) || className.startsWith(name() + "$");
        }
    }
}
