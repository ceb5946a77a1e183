package dev.testls.history;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * One map of the history, which goes on whatever becomes of the file: what was not written yet is held in memory, and what is asked for
 * often is, too. Any thread may call.
 */
final class Kept<K extends Comparable<K>, V> {
    private final String name;
    /** All of it; empty: what is on disk is read there. */
    private final Optional<TreeMap<K, V>> all;
    /** What is to be written; without a value: to be removed. */
    private Map<K, Optional<V>> unwritten = new HashMap<>();
    /** Whether all that is on disk is to be removed before. */
    private boolean cleared;
    /** Whether some of it was lost; then what comes belongs to nothing, until all is begun anew. */
    private boolean lost;
    private Map<K, Optional<V>> beingWritten = new HashMap<>();
    private boolean beingCleared;

    private Kept(String name, Optional<TreeMap<K, V>> all) {
        this.name = name;
        this.all = all;
    }

    /** One that is asked for often. */
    static <K extends Comparable<K>, V> Kept<K, V> inMemory(String name) {
        return new Kept<K, V>(name, Optional.of(new TreeMap<>()));
    }

    /** One that is read once, when nothing was recorded yet, and may be large. */
    static <K extends Comparable<K>, V> Kept<K, V> onDisk(String name) {
        return new Kept<>(name, Optional.empty());
    }

    synchronized void readFrom(MVStore store) {
        MVMap<K, V> map = Checked.map(store, name);
        // Reads every page now, so that a broken one shows here and not in the middle of a run.
        map.forEach((key, value) -> all.ifPresent(it -> it.put(key, value)));
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(memory().get(key));
    }

    synchronized Set<K> keys() {
        return new TreeSet<>(memory().keySet());
    }

    synchronized Map<K, V> copy() {
        return new TreeMap<>(memory());
    }

    /** What {@code store} holds of it, and what is to be written. */
    synchronized Map<K, V> copy(Optional<MVStore> store) {
        Map<K, V> copy = new TreeMap<>();
        if (!cleared) store.ifPresent(it -> copy.putAll(Checked.<K, V>map(it, name)));
        unwritten.forEach((key, value) -> value.ifPresentOrElse(it -> copy.put(key, it), () -> copy.remove(key)));
        return copy;
    }

    synchronized void put(K key, V value) {
        if (lost) return;
        all.ifPresent(it -> it.put(key, value));
        unwritten.put(key, Optional.of(value));
    }

    synchronized void merge(K key, V value, BinaryOperator<V> merging) {
        V before = memory().get(key);
        put(key, before == null ? value : merging.apply(before, value));
    }

    synchronized void remove(K key) {
        if (all.isPresent() && all.get().remove(key) == null) return;
        unwritten.put(key, Optional.empty());
    }

    synchronized void clear() {
        all.ifPresent(Map::clear);
        unwritten.clear();
        cleared = true;
        lost = false;
    }

    /** Into the store, which has yet to commit it: then {@link #written}, or {@link #notWritten}. */
    void writeTo(MVStore store) {
        synchronized (this) {
            beingWritten = unwritten;
            beingCleared = cleared;
            unwritten = new HashMap<>();
            cleared = false;
        }
        if (beingWritten.isEmpty() && !beingCleared) return;
        MVMap<K, V> map = Checked.map(store, name);
        if (beingCleared) map.clear();
        beingWritten.forEach((key, value) -> value.ifPresentOrElse(it -> map.put(key, it), () -> map.remove(key)));
    }

    synchronized void written() {
        beingWritten = new HashMap<>();
        beingCleared = false;
    }

    /** What was to be written still is, but for what came since. */
    synchronized void notWritten() {
        if (!cleared) {
            beingWritten.putAll(unwritten);
            unwritten = beingWritten;
            cleared = beingCleared;
        }
        written();
    }

    /** All of it is to be written, into another store than before; what was on disk alone is lost. */
    synchronized void writeAll() {
        lost = all.isEmpty() && !cleared;
        if (lost) unwritten.clear();
        cleared = true;
        all.ifPresent(it -> it.forEach((key, value) -> unwritten.put(key, Optional.of(value))));
    }

    private TreeMap<K, V> memory() {
        return all.orElseThrow(() -> new IllegalStateException(name + " is on disk alone"));
    }
}
