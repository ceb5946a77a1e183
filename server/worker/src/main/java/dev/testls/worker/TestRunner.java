package dev.testls.worker;

import dev.testls.worker.wire.Batch;

/**
 * What a lease asks of the JUnit Platform. Implemented in {@code launcher}, on the other side of a class loader.
 *
 * <p>A throwable that leaves one of these methods is one that the platform could not digest.
 */
public interface TestRunner extends AutoCloseable {
    /** Runs, and tells what happens; returns the problems of discovery. */
    java.util.List<String> run(Batch batch);

    /** Tells what there is; returns the problems of discovery. */
    java.util.List<String> discover(Batch batch);

    /** Ends the launcher's session; the project's listeners hear of it. */
    @Override
    void close();
}
