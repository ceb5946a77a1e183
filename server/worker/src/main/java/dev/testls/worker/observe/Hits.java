package dev.testls.worker.observe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen since the last harvest.
 *
 * <p>Any thread, also in the midst of loading or initialising a class: calls nobody but the registry, and waits for
 * nobody but others that do the same.
 */
final class Hits {
    private final Registry registry;
    /** Eight flags at once: nearly all of them are zero. */
    private final ByteBuffer flags = ByteBuffer.wrap(Probes.HIT).order(ByteOrder.nativeOrder());
    private BitSet seen = new BitSet();
    /** Static initialisers that run, innermost last. */
    private final List<Open> open = new ArrayList<>();
    /** What ran in a static initialiser, by its number. */
    private final Map<Integer, BitSet> initialisers = new HashMap<>();

    Hits(Registry registry) {
        this.registry = registry;
    }

    /** Forgets what nobody has harvested, of numbers too that were given to other things since. */
    synchronized void clear() {
        Arrays.fill(Probes.HIT, (byte) 0);
        seen = new BitSet();
        open.clear();
    }

    /** A static initialiser begins. */
    synchronized void enter(int initialiser) {
        takeFlags();
        open.add(new Open(initialiser));
        Probes.hit(initialiser);
    }

    /** It is over, and so are those inside it, which threw. */
    synchronized void exit(int initialiser) {
        takeFlags();
        int at = open.size() - 1;
        while (at >= 0 && open.get(at).initialiser != initialiser) at--;
        if (at < 0) return;
        while (open.size() > at) close(open.remove(open.size() - 1));
    }

    /** What was seen since the last call, to all whom it concerns. A thing that is seen meanwhile is seen now or next time. */
    private void takeFlags() {
        int count = registry.count();
        for (int at = 0; at < count; at += Long.BYTES) {
            if (flags.getLong(at) == 0) continue;
            for (int number = at; number < at + Long.BYTES; number++) {
                if (Probes.HIT[number] == 0) continue;
                Probes.HIT[number] = 0;
                seen.set(number);
                for (Open each : open) each.ran.set(number);
            }
        }
    }

    private void close(Open over) {
        initialisers.computeIfAbsent(over.initialiser, number -> new BitSet()).or(over.ran);
    }

    /** All that was seen, each once, in the order of the numbers; from now on everything is seen anew. */
    synchronized int[] harvest() {
        takeFlags();
        // It threw, or runs on another thread: its class is not looked at any more.
        open.forEach(this::close);
        open.clear();
        int[] harvest = new int[seen.cardinality()];
        int count = 0;
        for (int number = seen.nextSetBit(0); number >= 0; number = seen.nextSetBit(number + 1)) harvest[count++] = number;
        seen.clear();
        return harvest;
    }

    /** What ran in the static initialiser; null when it did not run. The answer grows no more. */
    synchronized BitSet initialiser(int number) {
        BitSet ran = initialisers.get(number);
        return ran == null ? null : (BitSet) ran.clone();
    }

    private static final class Open {
        final int initialiser;
        final BitSet ran = new BitSet();

        Open(int initialiser) {
            this.initialiser = initialiser;
        }
    }
}
