package dev.testls.pool;

import dev.testls.model.TestDescriptor;
import java.util.List;
import java.util.Optional;

/** How a batch ended; a closed set. */
public sealed interface WorkerEnd {
    <R> R on(Cases<R> cases);

    /** The launcher returned; every result was told. {@code problems} are discovery issues, as text for people. */
    record Completed(List<String> problems) implements WorkerEnd {
        public Completed {
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.completed(this);
        }
    }

    /**
     * The worker is gone: it exited, was killed, crashed, or took longer than allowed.
     *
     * @param cause for people: {@code "the JVM exited with code 3 (System.exit?)"}
     * @param running the tests that had begun and not ended
     * @param tail the last that it wrote to its standard error, a crash report's head for example
     * @param killed whether somebody outside ended it, or the system did for want of memory
     */
    record Died(String cause, List<TestDescriptor> running, String tail, boolean killed) implements WorkerEnd {
        public Died {
            running = List.copyOf(running);
        }

        /** One that nobody killed. */
        public Died(String cause, List<TestDescriptor> running, String tail) {
            this(cause, running, tail, false);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.died(this);
        }
    }

    /** Stopping was asked for; the worker was ended. */
    record Cancelled(List<TestDescriptor> running) implements WorkerEnd {
        public Cancelled {
            running = List.copyOf(running);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.cancelled(this);
        }
    }

    /** One method for each end. */
    interface Cases<R> {
        R completed(Completed it);

        R died(Died it);

        R cancelled(Cancelled it);
    }
}
