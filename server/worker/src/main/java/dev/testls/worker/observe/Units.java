package dev.testls.worker.observe;

import dev.testls.worker.wire.Node;

/** Hears which tests run, from the launcher's thread or threads, and tells what they depended on. */
public interface Units {
    /** Hears nothing. */
    Units NONE = new Units() {
        @Override
        public void batchBegins() {}

        @Override
        public void started(Node node) {}

        @Override
        public void finished(Node node) {}
    };

    /** Before the launcher looks for the batch's tests. */
    void batchBegins();

    /** A test or container begins. */
    void started(Node node);

    /** A test or container has ended; its end is not told yet. */
    void finished(Node node);
}
