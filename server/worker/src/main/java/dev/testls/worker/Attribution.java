package dev.testls.worker;

import dev.testls.worker.wire.ToDaemon;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who is writing: which node runs on which thread.
 *
 * <p>A thread that a test starts writes for that test. A thread that outlived its test, or that nobody started while a
 * test ran, writes for the test that runs, if there is just one; else for the nearest container around its own test that
 * still runs; else for nobody.
 */
public final class Attribution {
    private final InheritableThreadLocal<Running> ofThread = new InheritableThreadLocal<>();
    private final Set<Running> runningTests = Collections.synchronizedSet(new LinkedHashSet<Running>());
    private volatile Running loneTest;

    /** The node begins on this thread. */
    public Running begin(int node, boolean test) {
        Running running = new Running(node, test, ofThread.get());
        ofThread.set(running);
        if (test) {
            runningTests.add(running);
            findLoneTest();
        }
        return running;
    }

    /** The node has ended on this thread. */
    public void end(Running running) {
        running.ended = true;
        if (running.test) {
            runningTests.remove(running);
            findLoneTest();
        }
        if (ofThread.get() == running) {
            Running around = nearestRunning(running.around);
            if (around == null) ofThread.remove();
            else ofThread.set(around);
        }
    }

    /** The node that this thread writes for; null when there is none. */
    Running current() {
        Running own = ofThread.get();
        if (own != null && !own.ended && own.test) return own;
        Running lone = loneTest;
        if (own == null || own.ended) {
            if (lone != null) return lone;
        }
        return nearestRunning(own);
    }

    private void findLoneTest() {
        synchronized (runningTests) {
            loneTest = runningTests.size() == 1 ? runningTests.iterator().next() : null;
        }
    }

    private static Running nearestRunning(Running from) {
        Running running = from;
        while (running != null && running.ended) running = running.around;
        return running;
    }

    /** A node that runs. Holds nothing of the project's: a thread may keep it for ever. */
    public static final class Running {
        final int node;
        final boolean test;
        private final Running around;
        private volatile boolean ended;
        final Written out = new Written();
        final Written err = new Written();

        Running(int node, boolean test, Running around) {
            this.node = node;
            this.test = test;
            this.around = around;
        }

        /** Tells how much was left out, if any. Call before the end is told. */
        public void tellLeftOut(Sink sink) {
            tellLeftOut(sink, out, false);
            tellLeftOut(sink, err, true);
        }

        private void tellLeftOut(Sink sink, Written written, boolean error) {
            long leftOut = written.leftOut();
            if (leftOut == 0) return;
            String marker = String.format("%n[tls: %,d more characters were left out]%n", leftOut);
            sink.sendSoon(new ToDaemon.Output(node, error, marker));
        }
    }

    /** How much a node wrote to one stream. */
    static final class Written {
        /** So much of what a test writes to one stream is kept, in characters. */
        static final int KEPT = 2 << 20;

        private long characters;

        /** How many of {@code more} characters are to be kept. */
        synchronized int keep(int more) {
            long room = Math.max(0, KEPT - characters);
            characters += more;
            return (int) Math.min(room, more);
        }

        synchronized long leftOut() {
            return Math.max(0, characters - KEPT);
        }
    }
}
