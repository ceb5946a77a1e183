package dev.testls.pool;

import dev.testls.model.Observation;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestResult;

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

    /** What a test, or a class outside of its tests, was seen to do; told before its class ends. Only reused JVMs watch. */
    default void observed(Observation observation) {}

    /** A closed set. */
    enum Stream { OUT, ERR }
}
