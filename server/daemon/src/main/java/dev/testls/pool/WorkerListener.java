package dev.testls.pool;

import dev.testls.model.Observation;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestResult;
import java.util.List;
import java.util.Optional;

/** Hears what happens in a worker while it runs; called on the thread that leased it, in the order of the events. */
public interface WorkerListener {
    /** A test or container begins. */
    void started(TestDescriptor test);

    /** Something was written while {@code test} ran. */
    void output(TestDescriptor test, Stream stream, String text);

    /** Something was written that belongs to no test: before the first, after the last, by a thread that no test started. */
    void stray(Stream stream, String text);

    /** A test ended; the result holds its own output. */
    void finished(TestResult result);

    /** What a test or class was seen to depend on; before its class at the top has ended. Warm workers alone see it. */
    default void observed(Observation observation) {}

    /**
     * A class at the top ended. Warm workers alone see it.
     *
     * @param leavers classes, it or earlier ones of the lease, whose threads were found now to run the project's code still
     */
    default void ended(String className, List<String> leavers) {}

    /**
     * What was executed since the last such event, in JaCoCo's format; before {@code test} ends.
     *
     * @param test the test that alone ran meanwhile; empty: none did, or several
     */
    default void covered(Optional<TestDescriptor> test, byte[] data) {}

    /** A closed set. */
    enum Stream { OUT, ERR }

    /** Does nothing about it; for whoever wants to hear of little, or of nothing. */
    class Ignoring implements WorkerListener {
        @Override
        public void started(TestDescriptor test) {}

        @Override
        public void output(TestDescriptor test, Stream stream, String text) {}

        @Override
        public void stray(Stream stream, String text) {}

        @Override
        public void finished(TestResult result) {}
    }
}
