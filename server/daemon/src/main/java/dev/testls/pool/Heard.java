package dev.testls.pool;

import dev.testls.pool.WorkerListener.Stream;
import dev.testls.worker.wire.ToDaemon;

/** What comes from a worker, in the order in which it came; a closed set. */
sealed interface Heard {
    <R> R on(Cases<R> cases);

    /** It said something. */
    record Said(ToDaemon message) implements Heard {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.said(this);
        }
    }

    /** Something that is not the tests' Java code wrote to a standard stream of the process. */
    record Written(Stream stream, String text) implements Heard {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.written(this);
        }
    }

    /** The connection ended; nothing follows. {@code malformed} tells what was no frame; empty text otherwise. */
    record Gone(String malformed) implements Heard {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.gone(this);
        }
    }

    /** One method for each kind. */
    interface Cases<R> {
        R said(Said it);

        R written(Written it);

        R gone(Gone it);
    }
}
