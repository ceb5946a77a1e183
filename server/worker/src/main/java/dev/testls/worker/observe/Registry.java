package dev.testls.worker.observe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of things, for the life of a JVM: a class that is loaded anew for the next lease and has not changed keeps
 * its numbers, and need not be instrumented again.
 *
 * <p>Any thread. Calls nobody, so that its lock is never held while another is waited for.
 */
public final class Registry {
    /** Returned when there is no number left. */
    static final int NONE = -1;
    /** So much of the heap, which is the project's, may be taken so that no class is instrumented twice. */
    private static final long KEPT_BYTES = Runtime.getRuntime().maxMemory() / 32;

    /** Read without the lock: what is in it is immutable. */
    private volatile Thing[] things = new Thing[1 << 12];
    private int count;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, ClassFile> files = new HashMap<>();
    private long keptBytes;

    /** The number of a thing that is no method. */
    synchronized int number(Thing.Kind kind, String owner, String name) {
        String key = kind.ordinal() + owner + ' ' + name;
        Integer known = numbers.get(key);
        if (known != null) return known;
        int number = reserve(1);
        if (number == NONE) return NONE;
        things[number] = new Thing(kind, owner, name, null);
        numbers.put(key, number);
        return number;
    }

    /** Numbers in a row for the methods of a class, which are named by {@link #put}; returns the first. */
    synchronized int reserve(int methods) {
        if (methods > Probes.CAPACITY - count) return NONE;
        int first = count;
        count += methods;
        if (count > things.length) things = Arrays.copyOf(things, Math.max(count, 2 * things.length));
        return first;
    }

    /** So many numbers are given away; all are below. */
    synchronized int count() {
        return count;
    }

    synchronized void put(ClassFile file) {
        for (int i = 0; i < file.numbers.length; i++) {
            things[file.numbers[i]] = new Thing(Thing.Kind.METHOD, file.name, file.methods.get(i), file);
        }
        ClassFile before = files.put(file.name, file);
        if (before != null && before.probed != null) keptBytes -= before.probed.length;
        if (before != null) before.probed = null;
        if (keptBytes + file.probed.length > KEPT_BYTES) file.probed = null;
        else keptBytes += file.probed.length;
    }

    /** Null when the class was not seen; it may have been another version of it. */
    synchronized ClassFile file(String name) {
        return files.get(name);
    }

    /** Null for a number that was reserved for a class that came to nothing. */
    Thing thing(int number) {
        return things[number];
    }

    /** Begins from nothing when most numbers are given away: classes that were edited keep theirs. Between leases only. */
    synchronized void makeRoom() {
        if (count < Probes.CAPACITY / 2) return;
        things = new Thing[1 << 12];
        count = 0;
        numbers.clear();
        files.clear();
        keptBytes = 0;
    }
}
