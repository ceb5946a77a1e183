package dev.testls.watch;

import java.io.IOException;
import java.nio.file.Path;

/** A source of events about files. */
interface FileEvents {
    /**
     * Tells of everything from now on, on a thread of its own, until it is closed.
     *
     * @throws IOException when there is no such thing here, or no more of it
     */
    AutoCloseable listen(Places places, Heard heard) throws IOException;

    /** Who listens. */
    interface Heard {
        /** A file, or a directory with all below it. */
        void changed(Path path);

        /** Events were lost, so that anything may have changed, and directories may go unheard. */
        void lost(String why);

        /** Nothing will be told any more. */
        void ended();
    }
}
