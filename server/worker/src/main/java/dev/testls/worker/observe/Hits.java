package dev.testls.worker.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was seen since the last harvest, in order.
 *
 * <p>Any thread, also in the midst of loading or initialising a class: calls nobody and waits for nobody but others
 * that do the same.
 */
final class Hits {
    private int[] seen = new int[1024];
    private int count;
    /** Static initialisers that run, innermost last. */
    private final List<Open> open = new ArrayList<>();
    /** What ran in a static initialiser, by its number. */
    private final Map<Integer, BitSet> initialisers = new HashMap<>();
    private final Set<Integer> broken = new HashSet<>();

    synchronized void first(int number) {
        if (Probes.HIT[number] != 0) return;
        add(number);
    }

    private void add(int number) {
        if (count == seen.length) seen = Arrays.copyOf(seen, 2 * count);
        seen[count++] = number;
        Probes.HIT[number] = 1;
    }

    /** A static initialiser begins: what was seen before is seen again, for it may run inside too. */
    synchronized void enter(int initialiser) {
        for (int i = 0; i < count; i++) Probes.HIT[seen[i]] = 0;
        open.add(new Open(initialiser, count));
        add(initialiser);
    }

    /** It is over, and so are those inside it, which threw. */
    synchronized void exit(int initialiser) {
        int at = open.size() - 1;
        while (at >= 0 && open.get(at).initialiser != initialiser) at--;
        if (at < 0) return;
        while (open.size() > at) {
            Open over = open.remove(open.size() - 1);
            if (over.initialiser != initialiser) broken.add(over.initialiser);
            close(over);
        }
    }

    private void close(Open over) {
        BitSet ran = initialisers.computeIfAbsent(over.initialiser, number -> new BitSet());
        for (int i = over.since; i < count; i++) ran.set(seen[i]);
    }

    /** All that was seen, each once; from now on everything is seen anew. */
    synchronized int[] harvest() {
        for (Open each : open) {
            close(each);
            // It threw, or runs on another thread: its class is not looked at any more.
            broken.add(each.initialiser);
        }
        open.clear();
        for (int i = 0; i < count; i++) Probes.HIT[seen[i]] = 1;
        int[] harvest = new int[count];
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (Probes.HIT[seen[i]] == 0) continue;
            Probes.HIT[seen[i]] = 0;
            harvest[distinct++] = seen[i];
        }
        count = 0;
        return Arrays.copyOf(harvest, distinct);
    }

    /** What ran in the static initialiser; null when it did not run. The answer grows no more. */
    synchronized BitSet initialiser(int number) {
        BitSet ran = initialisers.get(number);
        return ran == null ? null : (BitSet) ran.clone();
    }

    /** Whether the initialiser threw, or its end was not seen. */
    synchronized boolean isBroken(int initialiser) {
        return broken.contains(initialiser);
    }

    private static final class Open {
        final int initialiser;
        final int since;

        Open(int initialiser, int since) {
            this.initialiser = initialiser;
            this.since = since;
        }
    }
}
