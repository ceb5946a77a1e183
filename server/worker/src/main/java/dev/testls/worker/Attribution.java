package dev.testls.worker;

import dev.testls.worker.wire.OutputLimit;
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

        /** Tells the end of what it wrote, where that was long. Call before its own end is told. */
        public void tellRest(Sink sink) {
            tellRest(sink, out, false);
            tellRest(sink, err, true);
        }

        private void tellRest(Sink sink, Written written, boolean error) {
            sink.sendOutput(node, error, written.rest());
        }
    }

    /** What a node wrote to one stream, as far as it was not told yet; see {@link OutputLimit}. */
    static final class Written {
        private long characters;
        private final StringBuilder end = new StringBuilder();

        /** The part of {@code more} that belongs to the beginning, and can be told at once. */
        synchronized String beginning(String more) {
            int room = (int) Math.max(0, OutputLimit.BEGINNING - characters);
            characters += more.length();
            if (more.length() <= room) return more;
            if (room > 0 && Character.isHighSurrogate(more.charAt(room - 1))) room--;
            end.append(more, room, more.length());
            if (end.length() > 2 * OutputLimit.END) end.delete(0, end.length() - OutputLimit.END);
            return more.substring(0, room);
        }

        /** What comes after the beginning: all of it, or how much was left out and the end. */
        synchronized String rest() {
            int from = Math.max(0, end.length() - OutputLimit.END);
            if (from < end.length() && Character.isLowSurrogate(end.charAt(from)) && from > 0) from++;
            String last = end.substring(from);
            long leftOut = characters - OutputLimit.PER_STREAM;
            end.setLength(0);
            return leftOut <= 0 ? last : String.format("%n[tls: %,d characters were left out]%n", leftOut) + last;
        }
    }
}
